//! Objects of JavaScript, from names and values.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// An object with these members.
pub fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
