//! The module that the loader fetches: it exports [`Widget`] and does nothing by itself.

// There is nothing to start, and what a program does around its `main` is code as well.
#![cfg_attr(target_arch = "wasm32", no_main)]

pub use roosted_client_form::element::Widget;

/// Where it is only compiled.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
