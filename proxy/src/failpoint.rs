//! Places where a test lets the process die as if the power had gone, or its code break off. Debug
//! builds only.

/// Where `ROOSTED_FAILPOINT` names this step the process ends at once; where it says `step!words`
/// the code panics with the words.
#[cfg(debug_assertions)]
pub(crate) fn reach(step: &str) {
    let Ok(point) = std::env::var("ROOSTED_FAILPOINT") else { return };
    if point == step {
        std::process::abort();
    }
    if let Some((_, words)) = point.split_once('!').filter(|it| it.0 == step) {
        panic!("{words}");
    }
}

/// There is no such place outside of debug builds.
#[cfg(not(debug_assertions))]
pub(crate) fn reach(_: &str) {}
