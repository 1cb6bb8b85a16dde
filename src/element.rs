//! How a page takes the widget in and lets it go: the element in, a handle out.
//!
//! The class in `element.js` is the thin caller: it defines the element, hands attributes over,
//! keeps drafts, and holds the [`Widget`]. This is the only Rust file that knows the page.

mod page;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Object};
use leptos::mount::mount_to_renderer;
use leptos::prelude::*;
use roosted_contract::Field;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement, ShadowRoot};

pub use page::Host;

use crate::form::Validate;
use crate::object::object;
use crate::state::State;
use crate::text::Words;
use crate::view::{client_form, control};
use crate::{memory, timer};

/// One form in one element. Dropping it takes it out of the page.
#[wasm_bindgen]
pub struct Widget {
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
    pub fn new(host: Host, root: ShadowRoot) -> Self {
        #[cfg(debug_assertions)]
        console_error_panic_hook::set_once();
        let owner = Owner::new();
        let state = owner.with(|| State::new(Rc::new(host)));
        Self { root, state, owner, view: RefCell::default() }
    }

    /// Shows the widget. It goes on where it was when it was taken away.
    pub fn attach(&self) {
        if self.view.borrow().is_some() {
            return;
        }
        let state = self.state;
        // What is not asked for but to put children into it.
        let parent: &Element = self.root.unchecked_ref();
        let view = self.owner.with(|| mount_to_renderer(parent, move || client_form(state)));
        *self.view.borrow_mut() = Some(Box::new(view));
        // Here and at once: Leptos would do it in a microtask, over what the page sets meanwhile.
        self.fill();
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
            "invite" => self.state.invites.set(value != Some("off")),
            "validate" => {
                let blur = value == Some("blur");
                self.state.validate.replace(if blur { Validate::Blur } else { Validate::Submit });
            }
            _ => {}
        }
    }

    /// Goes on where a page was left that kept these texts.
    pub fn recall(&self, kept: &JsValue) {
        let texts = |name: &str| Some(page::text(kept, name)).filter(|it| !it.is_empty());
        self.state.recall(memory::read(&texts, timer::now()));
        self.fill();
        self.state.remember();
    }

    /// Whether what is typed can be kept.
    pub fn kept(&self, kept: bool) {
        self.state.change(|form| (form.can_be_kept(kept), ()));
    }

    /// Speaks a language, and writes numbers as `locale` does; `words` are keys and texts in turn.
    pub fn say(&self, lang: String, dir: String, locale: String, words: &Array) {
        let mut replaced = Words::default();
        (replaced.lang, replaced.dir, replaced.locale) = (lang, dir, locale);
        for at in (0..words.length()).step_by(2) {
            if let Some(text) = words.get(at + 1).as_string() {
                replaced.replace(&words.get(at).as_string().unwrap_or_default(), text);
            }
        }
        self.state.words.set(replaced);
    }

    /// What was typed, an object keyed by the API's field names.
    #[wasm_bindgen(getter)]
    pub fn values(&self) -> Object {
        let draft = match self.form() {
            Some(form) => control::read(&form),
            None => self.state.seed.get(),
        };
        object(&Field::ALL.map(|field| (field.name(), draft.get(field).into())))
    }

    /// Types values in. Fields that are not named stay as they are; null empties one.
    #[wasm_bindgen(setter)]
    pub fn set_values(&self, values: &JsValue) {
        for (field, text) in page::texts(values) {
            match self.form() {
                Some(form) => control::write(&form, field, &text),
                None => self.state.seed.update(|draft| draft.set(field, text)),
            }
        }
    }

    /// The last created client, or null.
    #[wasm_bindgen(getter)]
    pub fn client(&self) -> JsValue {
        self.state.last.peek(|it| it.as_ref().map_or(JsValue::NULL, page::to_js))
    }

    /// Empties the form, or goes from the card back to an empty one; not while a request is on its
    /// way. Tells whether it did.
    pub fn reset(&self) -> bool {
        if self.state.peek(crate::form::Form::is_busy) {
            return false;
        }
        let form = self.form();
        self.state.restart();
        if let Some(form) = form {
            form.reset();
        }
        true
    }

    /// Puts what was typed before into the inputs.
    fn fill(&self) {
        if let Some(form) = self.form() {
            control::fill(&form, self.state);
        }
    }

    /// The form that is shown. None while there is a card, even if the view does not know yet.
    fn form(&self) -> Option<HtmlFormElement> {
        if self.state.peek(|form| form.client().is_some()) {
            return None;
        }
        self.root.query_selector("form[part~=form]").ok().flatten()?.dyn_into().ok()
    }
}

/// The base as a path without a slash at its end; `None` where it is on another origin.
fn same_origin(base: &str) -> Option<String> {
    let location = web_sys::window()?.location();
    let url = web_sys::Url::new_with_base(base, &location.href().ok()?).ok()?;
    (url.origin() == location.origin().ok()?)
        .then(|| url.pathname().trim_end_matches('/').to_owned())
}
