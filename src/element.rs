//! How a page takes the widget in and lets it go: the host in, a handle out.
//!
//! The class in `element.js` is the thin caller: it defines the element, hands attributes over and
//! holds the [`Widget`]. This is the only Rust file that knows the page.

mod announce;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use leptos::mount::mount_to;
use leptos::prelude::*;
use roosted_contract::Field;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlElement, HtmlFormElement, ShadowRoot};

use crate::form::Validate;
use crate::object::object;
use crate::state::State;
use crate::view::{client_form, control};

/// One form in one host element. Dropping it takes it out of the page.
#[wasm_bindgen]
pub struct Widget {
    host: HtmlElement,
    root: ShadowRoot,
    state: State,
    /// Keeps the state alive while there is no view.
    owner: Owner,
    view: RefCell<Option<Box<dyn std::any::Any>>>,
}

#[wasm_bindgen]
impl Widget {
    /// Makes a widget for `host`, whose shadow root is `root`. Nothing shows yet.
    #[wasm_bindgen(constructor)]
    pub fn new(host: &HtmlElement, root: ShadowRoot) -> Self {
        let host = host.clone();
        let owner = Owner::new();
        let told = host.clone();
        let state =
            owner.with(|| State::new(Rc::new(move |event| announce::announce(&told, &event))));
        Self { host, root, state, owner, view: RefCell::default() }
    }

    /// Shows the widget. It goes on where it was when it was taken away.
    pub fn attach(&self) {
        if self.view.borrow().is_some() {
            return;
        }
        self.state.recall(place(&self.host));
        let state = self.state;
        let parent: HtmlElement = self.root.clone().unchecked_into();
        let view = self.owner.with(|| mount_to(parent, move || client_form(state).view()));
        *self.view.borrow_mut() = Some(Box::new(view));
        // Here and at once: Leptos would do it in a microtask, over what the page sets meanwhile.
        if let Some(form) = self.form() {
            state.seed.with_value(|draft| control::fill(&form, draft));
        }
    }

    /// Takes the view out of the page and keeps what was typed and where the submission stands.
    pub fn detach(&self) {
        drop(self.view.take());
    }

    /// Takes over an attribute of the host; `None` where it is not there.
    #[expect(clippy::needless_pass_by_value, reason = "an optional string arrives owned")]
    pub fn attribute(&self, name: &str, value: Option<String>) {
        let value = value.as_deref();
        match name {
            "api-base" => {
                self.state.base.set(same_origin(value.unwrap_or("/api")));
                self.state.learn_environment();
            }
            "draft" => {
                self.state.drafts.set(value != Some("off"));
                self.state.remember();
            }
            "invite" => self.state.invites.set(value != Some("off")),
            "validate" => self.state.validate.set_value(match value {
                Some("blur") => Validate::Blur,
                _ => Validate::Submit,
            }),
            _ => {}
        }
    }

    /// What was typed, an object keyed by the API's field names.
    #[wasm_bindgen(getter)]
    pub fn values(&self) -> Object {
        let draft = match self.form() {
            Some(form) => control::read(&form),
            None => self.state.seed.get_value(),
        };
        object(&Field::ALL.map(|field| (field.name(), draft.get(field).into())))
    }

    /// Types values in. Fields that are not named stay as they are; null empties one.
    #[wasm_bindgen(setter)]
    pub fn set_values(&self, values: &JsValue) {
        if !values.is_object() {
            return;
        }
        for field in Field::ALL {
            let value = Reflect::get(values, &field.name().into()).unwrap_or_default();
            let text = match value.as_string() {
                Some(text) => text,
                None if value.is_undefined() => continue,
                None if value.is_null() => String::new(),
                // As JavaScript writes it.
                None => js_sys::Array::of1(&value).join("").into(),
            };
            match self.form() {
                Some(form) => control::write(&form, field, &text),
                None => self.state.seed.update_value(|draft| draft.set(field, text)),
            }
        }
    }

    /// The last created client, or null.
    #[wasm_bindgen(getter)]
    pub fn client(&self) -> JsValue {
        self.state.last.with_untracked(|it| it.as_ref().map_or(JsValue::NULL, announce::to_js))
    }

    /// As if the person had pressed the button.
    pub fn submit(&self) {
        if let Some(form) = self.form() {
            _ = form.request_submit();
        }
    }

    /// Empties the form, or goes from the card back to an empty one.
    pub fn reset(&self) {
        if self.state.peek(crate::form::Form::is_busy) {
            return;
        }
        let form = self.form();
        self.state.restart();
        if let Some(form) = form {
            form.reset();
        }
    }

    /// Puts focus in the first field, or on the card.
    pub fn focus(&self) {
        let target = self.root.query_selector("input, textarea, [tabindex]").ok().flatten();
        if let Some(target) = target.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            _ = target.focus();
        }
    }

    fn form(&self) -> Option<HtmlFormElement> {
        self.root.query_selector("form[part~=form]").ok().flatten()?.dyn_into().ok()
    }
}

/// Where this form keeps what is to survive a reload: the path of the page, and its id or else its
/// position among the forms of the page, or of the shadow root that it is in.
fn place(host: &HtmlElement) -> String {
    let id = host.id();
    let name = if id.is_empty() {
        let root: Document = host.get_root_node().unchecked_into();
        let position = root.query_selector_all(&host.local_name()).map(|forms| {
            (0..forms.length()).take_while(|it| forms.item(*it).as_ref() != Some(host)).count()
        });
        position.unwrap_or_default().to_string()
    } else {
        ["#", &id].concat()
    };
    let path = window().location().pathname().unwrap_or_default();
    ["roosted-client-form ", &path, " ", &name].concat()
}

/// The base as a path without a slash at its end; `None` where it is on another origin.
fn same_origin(base: &str) -> Option<String> {
    let location = web_sys::window()?.location();
    let url = web_sys::Url::new_with_base(base, &location.href().ok()?).ok()?;
    (url.origin() == location.origin().ok()?)
        .then(|| url.pathname().trim_end_matches('/').to_owned())
}
