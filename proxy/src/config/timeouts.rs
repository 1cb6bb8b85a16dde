//! How long to wait for what.

use std::time::Duration;

use jiff::SignedDuration;

/// How long to wait. Each fits into the next, so that the innermost gives up first and can say why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection to the upstream.
    pub connect: Duration,
    /// For a whole answer of the upstream.
    pub upstream: Duration,
    /// With our own answer.
    pub answer: Duration,
}

/// The longest that anybody could mean, and short enough to be counted from any moment.
const MOST: Duration = Duration::from_hours(1);

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            upstream: Duration::from_secs(20),
            answer: Duration::from_secs(25),
        }
    }
}

impl Timeouts {
    /// Reads `connect=3s,upstream=20s,answer=25s`; those left out keep their default.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut timeouts = Self::default();
        for part in text.split(',') {
            let (name, value) = part.split_once('=').ok_or_else(|| unlike(part))?;
            let slot = match name.trim() {
                "connect" => &mut timeouts.connect,
                "upstream" => &mut timeouts.upstream,
                "answer" => &mut timeouts.answer,
                _ => return Err(unlike(part)),
            };
            let duration: SignedDuration = value.trim().parse().map_err(|_| unlike(part))?;
            let duration = Duration::try_from(duration).ok().filter(|it| *it <= MOST);
            *slot = duration.ok_or_else(|| unlike(part))?;
        }
        let Self { connect, upstream, answer } = timeouts;
        if connect.is_zero() || connect >= upstream || upstream >= answer {
            return Err("they must nest: 0s < connect < upstream < answer".to_owned());
        }
        Ok(timeouts)
    }
}

fn unlike(part: &str) -> String {
    format!(
        "`{part}` is not connect=, upstream= or answer= with a time such as 3s, at most an hour"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokio::time::Instant;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_read_nests_and_can_be_waited_for(
            text in "(connect|upstream|answer|x)=[0-9]{1,20}(s|m|h|ms| )(,(answer|upstream)=[0-9]{1,20}(s|h))?",
        ) {
            if let Ok(Timeouts { connect, upstream, answer }) = Timeouts::read(&text) {
                prop_assert!(Duration::ZERO < connect && connect < upstream && upstream < answer);
                prop_assert!(Instant::now().checked_add(answer).is_some());
            }
        }
    }

    #[test]
    fn each_fits_into_the_next_and_all_into_the_browsers() {
        let Timeouts { connect, upstream, answer } = Timeouts::default();
        // `PATIENCE` of the widget's `api`.
        let browser = Duration::from_secs(30);
        assert!(connect < upstream && upstream < answer && answer < browser);
        for text in ["connect=20s", "upstream=25s", "upstream=3s", "answer=20s", "connect=0s"] {
            assert!(Timeouts::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_that_nobody_lives_to_see_is_refused() {
        assert!(Timeouts::read("answer=3600s").is_ok());
        for text in ["answer=3601s", "answer=9223372036854775807s", "answer=-30s"] {
            assert!(Timeouts::read(text).is_err(), "{text}");
        }
    }
}
