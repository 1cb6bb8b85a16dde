//! Things of the browser that a test replaces, and that go back to what they were.

use std::any::Any;

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// An own property that hides the one of the prototype until it is dropped.
pub(crate) struct Hidden {
    object: Object,
    name: &'static str,
    /// Kept for as long as the page may call it.
    function: Option<Box<dyn Any>>,
}

impl Hidden {
    fn new(object: &Object, name: &'static str, value: &JsValue) -> Self {
        let own = Object::new();
        Reflect::set(&own, &"value".into(), value).unwrap();
        Reflect::set(&own, &"configurable".into(), &true.into()).unwrap();
        Reflect::define_property(object, &name.into(), &own).unwrap();
        Self { object: object.clone(), name, function: None }
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        _ = Reflect::delete_property(&self.object, &self.name.into());
    }
}

/// A device without a network.
pub(crate) fn offline() -> Hidden {
    let navigator = web_sys::window().unwrap().navigator();
    Hidden::new(&navigator, "onLine", &false.into())
}

/// A clipboard that takes everything, or refuses everything; `copied` is told what it took.
pub(crate) fn clipboard(takes: bool, copied: impl Fn(String) + 'static) -> Hidden {
    let clipboard = web_sys::window().unwrap().navigator().clipboard();
    let write = Closure::<dyn Fn(String) -> js_sys::Promise>::new(move |text: String| {
        if !takes {
            return js_sys::Promise::reject(&js_sys::Error::new("no").into());
        }
        copied(text);
        js_sys::Promise::resolve(&JsValue::UNDEFINED)
    });
    let mut hidden = Hidden::new(&clipboard, "writeText", write.as_ref());
    hidden.function = Some(Box::new(write));
    hidden
}
