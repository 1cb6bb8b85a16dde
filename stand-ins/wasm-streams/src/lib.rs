//! Stands in for `wasm-streams`, as far as `server_fn` needs it to compile.
//!
//! Leptos always brings `server_fn`, and it `wasm-streams`, for server functions that stream. The
//! widget has no server functions, but what that crate exports to JavaScript stays in the module
//! all the same, and every visitor would load it: 3.6 kB after brotli, of 90.

use futures_util::stream::{self, Empty, Stream};
use wasm_bindgen::{JsCast, JsValue};

/// A stream that has nothing in it.
#[derive(Clone, Copy, Debug)]
pub struct ReadableStream;

impl ReadableStream {
    /// Forgets the stream.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self
    }

    /// Forgets the stream.
    pub fn from_raw(_: web_sys::ReadableStream) -> Self {
        Self
    }

    /// Nothing.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        JsValue::UNDEFINED.unchecked_into()
    }

    /// An empty stream.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        stream::empty()
    }
}
