//! Waiting for what a person would see.

use roosted_client_form::timer::sleep;

/// How often to look, and how long to wait in between, in milliseconds: ten seconds in all.
const LOOKS: usize = 1_000;
const PAUSE: i32 = 10;

/// Looks until there is something to see.
pub(crate) async fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..LOOKS {
        if let Some(seen) = look() {
            return seen;
        }
        sleep(PAUSE).await;
    }
    panic!("never seen: {what}")
}

/// Looks until it is so.
pub(crate) async fn until(what: &str, mut so: impl FnMut() -> bool) {
    eventually(what, || so().then_some(())).await;
}

/// Lets everything happen that waits for nobody. Only before something is said to be absent.
pub(crate) async fn settled() {
    sleep(0).await;
}
