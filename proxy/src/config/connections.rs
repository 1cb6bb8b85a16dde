//! How the front may keep its connections.

use std::time::Duration;

use jiff::SignedDuration;

use super::{Args, Mistakes};
use crate::serve::Limits;

/// The longest that an idle connection may be kept.
const MOST: Duration = Duration::from_hours(1);

pub(super) fn read(args: &Args, mistakes: &mut Mistakes) -> Option<Limits> {
    let idle = mistakes.read("ROOSTED_KEEP_ALIVE", &args.keep_alive, keep_alive);
    let http2 = mistakes.read("ROOSTED_HTTP2", &args.http2, yes_or_no);
    Some(Limits { idle: idle?, http2: http2?, ..Limits::default() })
}

fn keep_alive(text: &str) -> Result<Duration, String> {
    let unlike = || format!("`{text}` is not a time such as 75s, at most an hour");
    let duration: SignedDuration = text.parse().map_err(|_| unlike())?;
    let duration = Duration::try_from(duration).map_err(|_| unlike())?;
    if duration.is_zero() || duration > MOST { Err(unlike()) } else { Ok(duration) }
}

/// Reads a setting that is either so or not.
pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "it is neither `true` nor `false`".to_owned())
}
