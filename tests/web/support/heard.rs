//! What the page hears.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{CustomEvent, Element, EventTarget};

/// The events of the interface that tell what happened.
const EVENTS: [&str; 3] = ["roosted-created", "roosted-invited", "roosted-error"];

/// Listens at the document, where only events arrive that bubble and leave every shadow root.
pub(crate) struct Ear {
    heard: Rc<RefCell<Vec<(String, Value)>>>,
    document: EventTarget,
    listener: Closure<dyn Fn(CustomEvent)>,
}

impl Ear {
    /// Listens to what comes from below `place`.
    pub(crate) fn at(place: &Element) -> Self {
        let heard = Rc::new(RefCell::new(Vec::new()));
        let (place, written) = (place.clone(), Rc::clone(&heard));
        let listener = Closure::<dyn Fn(CustomEvent)>::new(move |event: CustomEvent| {
            if event.target().as_deref() == Some(place.unchecked_ref()) {
                let detail = js_sys::JSON::stringify(&event.detail()).unwrap();
                let detail = serde_json::from_str(&String::from(detail)).unwrap();
                written.borrow_mut().push((event.type_(), detail));
            }
        });
        let document = web_sys::window().unwrap().document().unwrap();
        let document: EventTarget = document.unchecked_into();
        for name in EVENTS {
            let listener = listener.as_ref().unchecked_ref();
            document.add_event_listener_with_callback(name, listener).unwrap();
        }
        Self { heard, document, listener }
    }

    /// The details of every event of that name, the oldest first.
    pub(crate) fn heard(&self, name: &str) -> Vec<Value> {
        let heard = self.heard.borrow();
        heard.iter().filter(|it| it.0 == name).map(|it| it.1.clone()).collect()
    }

    /// The names of every event, the oldest first.
    pub(crate) fn names(&self) -> Vec<String> {
        self.heard.borrow().iter().map(|it| it.0.clone()).collect()
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        for name in EVENTS {
            let listener = self.listener.as_ref().unchecked_ref();
            self.document.remove_event_listener_with_callback(name, listener).unwrap();
        }
    }
}
