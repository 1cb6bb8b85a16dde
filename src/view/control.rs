//! The inputs of the form as they are in the page: whatever has a name and a value.
//!
//! The text of an input stays on its side of the border until somebody asks for it; its length
//! can be had without.

use js_sys::{Array, JsString, RegExp};
use leptos::prelude::*;
use roosted_contract::{Draft, Field, text};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{EventTarget, HtmlElement, HtmlFormElement};

use crate::form::Typed;
use crate::state::State;
use crate::view::tag::Ref;

/// More than this is a long text, in UTF-16 units.
const LONG: u32 = 4_096;

#[wasm_bindgen]
extern "C" {
    /// An `input` or a `textarea`.
    #[wasm_bindgen(extends = HtmlElement)]
    pub type Control;

    /// Its name. Events also come from elements that can have none, such as the summary.
    #[wasm_bindgen(method, getter, structural)]
    fn name(this: &Control) -> Option<String>;

    #[wasm_bindgen(method, getter, structural)]
    fn value(this: &Control) -> JsString;

    #[wasm_bindgen(method, setter, structural)]
    fn set_value(this: &Control, text: &str);
}

impl Control {
    /// The control an event came from, and its field.
    pub fn of_event(target: Option<EventTarget>) -> Option<(Self, Field)> {
        let control: Self = target?.unchecked_into();
        let field = Field::named(&control.name()?)?;
        Some((control, field))
    }

    /// The control of `field` in `form`.
    pub fn of_field(form: &HtmlFormElement, field: Field) -> Option<Self> {
        form.elements().named_item(field.name()).map(JsCast::unchecked_into)
    }

    /// Whether it takes longer to look at what stands in it than anybody should wait for a letter.
    pub fn is_long(&self) -> bool {
        self.value().length() > LONG
    }

    /// What stands in it.
    pub fn text(&self) -> String {
        self.value().into()
    }

    /// Hands what stands in it to `read`, without carrying the text over unless it is asked for.
    pub fn with_typed<T>(&self, read: impl FnOnce(&Typed<'_>) -> T) -> T {
        let value = self.value();
        let (length, text) = (|| length(&value), || String::from(&value));
        read(&Typed { units: value.length() as usize, length: &length, text: &text })
    }
}

/// The length of a text once it is clean, in code points.
///
/// As `text::length(&text::clean(…))` of the contract, without carrying a long text over at each
/// keystroke: what is dropped at the ends is one unit each, and what is more is a pair of them. An
/// input has no carriage returns.
fn length(value: &JsString) -> usize {
    let units = value.length();
    let kept = |at: &u32| !String::from(value.char_at(*at)).contains(text::is_dropped_at_the_ends);
    let Some(start) = (0..units).find(kept) else { return 0 };
    let end = (start..units).rfind(kept).map_or(start, |it| it + 1);
    let pairs = value.match_(&RegExp::new("[\\ud800-\\udbff][\\udc00-\\udfff]", "g"));
    (end - start - pairs.map_or(0, |it| Array::from(&it).length())) as usize
}

/// The form that is known as `reference`, while it is in the page.
pub fn form(reference: Ref) -> Option<HtmlFormElement> {
    reference.try_get_untracked().flatten().map(JsCast::unchecked_into)
}

/// Reads everything that was typed into `form`.
pub fn read(form: &HtmlFormElement) -> Draft {
    let mut draft = Draft::default();
    for field in Field::ALL {
        if let Some(control) = Control::of_field(form, field) {
            draft.set(field, control.text());
        }
    }
    draft
}

/// Puts what was typed before back into `form`.
pub fn fill(form: &HtmlFormElement, state: State) {
    for field in Field::ALL {
        if let Some(control) = Control::of_field(form, field) {
            state.seed.with(|draft| control.set_value(draft.get(field)));
            state.change(|it| (control.with_typed(|typed| it.filled(field, typed)), ()));
        }
    }
}

/// Types `text` into `field` of `form`, as a person would.
pub fn write(form: &HtmlFormElement, field: Field, text: &str) {
    let Some(control) = Control::of_field(form, field) else { return };
    control.set_value(text);
    if let Ok(event) = web_sys::Event::new("input") {
        event.init_event_with_bubbles("input", true);
        _ = control.dispatch_event(&event);
    }
}
