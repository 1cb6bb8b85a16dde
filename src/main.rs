//! The module that the loader fetches: it exports [`Widget`] and does nothing by itself.

use roosted_client_form::element::Widget;

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    // Named, so that the linker keeps its exports.
    _ = Widget::new;
}
