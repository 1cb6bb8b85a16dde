//! Waiting, and not waiting for ever; what time it is.

use js_sys::{Date, Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

/// Milliseconds since 1970.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, and after 1970"
)]
pub fn now() -> u64 {
    Date::now() as u64
}

/// Waits that many milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| _ = set_timeout(&resolve, milliseconds));
    _ = JsFuture::from(promise).await;
}

/// Aborts a request that takes too long, the reading of its answer included.
pub struct Deadline {
    controller: AbortController,
    timer: i32,
    _expire: Closure<dyn FnMut()>,
}

impl Deadline {
    /// Starts to count. `None` in a browser that cannot abort requests.
    pub fn start(milliseconds: i32) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let target = controller.clone();
        // Never with a reason of our own: gloo-net panics on what is no `Error`.
        let expire = Closure::<dyn FnMut()>::new(move || target.abort());
        let timer = set_timeout(expire.as_ref().unchecked_ref(), milliseconds)?;
        Some(Self { controller, timer, _expire: expire })
    }

    /// What the request listens to.
    pub fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.timer);
        }
    }
}

fn set_timeout(callback: &Function, milliseconds: i32) -> Option<i32> {
    web_sys::window()?
        .set_timeout_with_callback_and_timeout_and_arguments_0(callback, milliseconds)
        .ok()
}
