//! One input as a person, or a screen reader, meets it.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, ShadowRoot};

/// An input or a text area.
#[derive(Clone, PartialEq)]
pub(crate) struct Control(pub(crate) HtmlElement);

impl Control {
    /// What stands in it.
    pub(crate) fn value(&self) -> String {
        Reflect::get(&self.0, &"value".into()).unwrap().as_string().unwrap()
    }

    /// Types `text` in the place of what stands there.
    pub(crate) fn enter(&self, text: &str) {
        self.0.focus().unwrap();
        Reflect::set(&self.0, &"value".into(), &text.into()).unwrap();
        let event = Event::new("input").unwrap();
        event.init_event_with_bubbles("input", true);
        self.0.dispatch_event(&event).unwrap();
    }

    /// Goes there and away again.
    pub(crate) fn visit(&self) {
        self.0.focus().unwrap();
        self.0.blur().unwrap();
    }

    /// An attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.0.get_attribute(name)
    }

    /// Whether it is said to be wrong.
    pub(crate) fn is_wrong(&self) -> bool {
        self.attribute("aria-invalid").as_deref() == Some("true")
    }

    /// What a screen reader adds to its label, piece by piece.
    pub(crate) fn description(&self) -> Vec<String> {
        let ids = self.attribute("aria-describedby").unwrap_or_default();
        ids.split_whitespace().map(|id| words(&by_id(&self.0, id))).collect()
    }
}

/// The element of that id beside `element`, which must be there.
pub(crate) fn by_id(element: &HtmlElement, id: &str) -> HtmlElement {
    let root: ShadowRoot = element.get_root_node().unchecked_into();
    let found = root.get_element_by_id(id);
    found.unwrap_or_else(|| panic!("nothing is called {id}")).unchecked_into()
}

/// The words of an element, as they are read.
pub(crate) fn words(element: &HtmlElement) -> String {
    let text = element.text_content().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
