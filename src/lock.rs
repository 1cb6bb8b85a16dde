//! One submission at a time, over all tabs of this browser.
//!
//! A lock that is held ends with the page that holds it, at the latest.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::object::object;

#[wasm_bindgen]
extern "C" {
    /// The lock manager of the browser. There is none where the page came by plain http.
    type LockManager;

    #[wasm_bindgen(method, structural)]
    fn request(this: &LockManager, name: &str, options: &Object, grant: &Function) -> Promise;
}

/// A lock that is held until it is dropped; or none, where there is no lock manager.
pub struct Lock {
    waited: bool,
    release: Option<Function>,
}

impl Lock {
    /// Waits until nobody else holds the lock of that name.
    pub async fn take(name: &str) -> Self {
        let mut lock = Self { waited: false, release: None };
        let Some(manager) = manager() else { return lock };
        while !lock.ask(&manager, name).await {
            lock.waited = true;
        }
        lock
    }

    /// Whether somebody else held it before.
    pub fn waited(&self) -> bool {
        self.waited
    }

    /// Asks for the lock; at first only if nobody holds it. Tells whether that is settled.
    async fn ask(&mut self, manager: &LockManager, name: &str) -> bool {
        let held = Promise::new(&mut |resolve, _| self.release = Some(resolve));
        let options = object(&[("ifAvailable", (!self.waited).into())]);
        let mut answer = JsValue::NULL;
        let granted = Promise::new(&mut |granted, _| {
            let held = held.clone();
            let grant = Closure::once_into_js(move |lock: JsValue| {
                _ = granted.call1(&JsValue::NULL, &lock);
                // The lock is held as long as this is pending.
                if lock.is_null() { JsValue::NULL } else { held.into() }
            });
            answer = manager.request(name, &options, grant.unchecked_ref()).into();
        });
        // A manager that refuses to answer is like none.
        let first = Promise::race(&Array::of2(&granted, &answer));
        !JsFuture::from(first).await.is_ok_and(|lock| lock.is_null())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.release {
            _ = release.call0(&JsValue::NULL);
        }
    }
}

fn manager() -> Option<LockManager> {
    let manager = Reflect::get(&web_sys::window()?.navigator(), &"locks".into()).ok()?;
    (!manager.is_undefined()).then(|| manager.unchecked_into())
}
