//! The log: one JSON object a line on standard output.

use std::panic;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{fmt, registry};

/// The target of lines that are written whatever the level: others read the port from one.
pub(crate) const ALWAYS: &str = "always";

/// Writes the log from now on.
pub(crate) fn start(levels: Targets) {
    let lines = fmt::layer().json().flatten_event(true).with_target(false);
    let levels = levels.with_target(ALWAYS, Level::INFO);
    // It fails where a log was started before, which then goes on.
    let _ = registry().with(lines).with(levels).try_init();
    // The words of a panic can quote what it was working on; the place is enough to find it.
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(event = "panic", place);
    }));
}
