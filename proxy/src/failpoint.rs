//! Places where a test lets the process die as if the power had gone. Debug builds only.

/// Ends the process at once where `ROOSTED_FAILPOINT` names this step.
#[cfg(debug_assertions)]
pub(crate) fn reach(step: &str) {
    if std::env::var("ROOSTED_FAILPOINT").is_ok_and(|it| it == step) {
        std::process::abort();
    }
}

/// There is no such place outside of debug builds.
#[cfg(not(debug_assertions))]
pub(crate) fn reach(_: &str) {}
