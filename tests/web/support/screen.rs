//! One widget in a page, and what a person sees of it.

use js_sys::{Array, Function, Reflect};
use roosted_client_form::element::Widget;
use roosted_client_form::text;
use roosted_contract::Field;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, Element, HtmlElement, HtmlFormElement, ShadowRoot, ShadowRootInit, ShadowRootMode,
};

use crate::support::answers::Answer;
use crate::support::control::{Control, by_id, words};
use crate::support::heard::Ear;
use crate::support::network::Network;
use crate::support::wait::until;

/// The attributes that a widget is told of, as `element.js` does.
const ATTRIBUTES: [&str; 3] = ["api-base", "invite", "validate"];

/// What the element does for its widget, as far as a test needs it: it dispatches events, and writes
/// down what it was asked and what it should keep.
const HOST: &str = "return {
    kept: null,
    asked: [],
    verdict: () => ({ values: {} }),
    tell: (name, detail) => {
        element.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
    },
    async ask(values) {
        this.asked.push(values);
        return this.verdict(values);
    },
    keep(attempt) { this.kept = attempt; },
    forget() { this.kept = null; },
};";

/// A page with a widget inside a shadow root of its own. Dropping it takes all of it away.
pub(crate) struct Screen {
    /// The handle of the widget.
    pub(crate) widget: Widget,
    element: JsValue,
    page: HtmlElement,
    root: ShadowRoot,
    ear: Ear,
}

impl Screen {
    /// Shows a widget that talks to `network`.
    pub(crate) fn open(network: &Network) -> Self {
        Self::with(network, &[])
    }

    /// Shows the card of a client that was created with these fields.
    pub(crate) async fn created(network: &Network, fields: &Value) -> Self {
        let screen = Self::open(network);
        network.plan("POST /clients", Answer::created(fields));
        screen.create("Ada & Sons");
        screen.card().await;
        screen
    }

    /// Shows a widget whose host has these attributes.
    pub(crate) fn with(network: &Network, attributes: &[(&str, &str)]) -> Self {
        let document = document();
        let page: HtmlElement = document.create_element("main").unwrap().unchecked_into();
        document.body().unwrap().append_child(&page).unwrap();
        let host = document.create_element("roosted-client-form").unwrap();
        let host: HtmlElement = host.unchecked_into();
        shadow(&page, false).append_child(&host).unwrap();
        let root = shadow(&host, true);
        let ear = Ear::at(&page);
        let element = Function::new_with_args("element", HOST);
        let element = element.call1(&JsValue::NULL, &host).unwrap();
        let widget = Widget::new(element.clone().unchecked_into(), root.clone());
        for name in ATTRIBUTES {
            let set = attributes.iter().find(|it| it.0 == name).map(|it| it.1.to_owned());
            let base = (name == "api-base").then(|| network.base().to_owned());
            widget.attribute(name, set.or(base));
        }
        widget.attach();
        Self { widget, element, page, root, ear }
    }

    /// From now on the page answers so when it is asked: the body of a function of `values`.
    pub(crate) fn answers(&self, body: &str) {
        let verdict = Function::new_with_args("values", body);
        Reflect::set(&self.element, &"verdict".into(), &verdict).unwrap();
    }

    /// What the page was asked about, the oldest first.
    pub(crate) fn asked(&self) -> Vec<JsValue> {
        let asked = Reflect::get(&self.element, &"asked".into()).unwrap();
        Array::from(&asked).iter().collect()
    }

    /// What the element keeps of a submission, null where there is none.
    pub(crate) fn kept(&self) -> JsValue {
        Reflect::get(&self.element, &"kept".into()).unwrap()
    }

    /// The input that is labelled so.
    pub(crate) fn labelled(&self, label: &str) -> Option<Control> {
        let label = self.all("label").into_iter().find(|it| {
            let words = words(it);
            words == label || words == format!("{label} ({})", text::REQUIRED.english)
        })?;
        let id = label.get_attribute("for").unwrap();
        Some(Control(by_id(&label, &id)))
    }

    /// The input of a field of the form.
    pub(crate) fn field(&self, field: Field) -> Control {
        let label = text::label(field).english;
        self.labelled(label).unwrap_or_else(|| panic!("no input is labelled {label:?}"))
    }

    /// Types into some fields.
    pub(crate) fn fill<'t>(&self, typed: impl IntoIterator<Item = (Field, &'t str)>) {
        for (field, text) in typed {
            self.field(field).enter(text);
        }
    }

    /// What stands in each field, in reading order.
    pub(crate) fn typed(&self) -> [String; Field::COUNT] {
        Field::ALL.map(|field| self.field(field).value())
    }

    /// The button of that name.
    pub(crate) fn button(&self, name: &str) -> Option<HtmlElement> {
        self.all("button").into_iter().find(|it| words(it) == name)
    }

    /// Presses the button of that name.
    pub(crate) fn press(&self, name: &str) {
        self.button(name).unwrap_or_else(|| panic!("no button is called {name:?}")).click();
    }

    /// The one button that creates.
    pub(crate) fn submit(&self) -> HtmlElement {
        self.one("[part~=form] button[type=submit]").unwrap()
    }

    /// Submits the form as a script does, past whatever holds the button.
    pub(crate) fn request_submit(&self) {
        let form: HtmlFormElement = self.part("form").unwrap().unchecked_into();
        form.request_submit().unwrap();
    }

    /// Types a name in and creates a client.
    pub(crate) fn create(&self, name: &str) {
        self.fill([(Field::Name, name)]);
        self.submit().click();
    }

    /// Waits for the card of a created client.
    pub(crate) async fn card(&self) -> HtmlElement {
        until("the card", || self.part("card").is_some()).await;
        self.part("card").unwrap()
    }

    /// Waits for a banner, and reads it.
    pub(crate) async fn banner(&self, kind: &str) -> String {
        until("the banner", || self.banner_now(kind).is_some()).await;
        self.banner_now(kind).unwrap()
    }

    /// A banner that is there.
    pub(crate) fn banner_now(&self, kind: &str) -> Option<String> {
        self.one(&format!("[part~=banner][data-kind={kind}]")).map(|it| words(&it))
    }

    /// The element of that part.
    pub(crate) fn part(&self, part: &str) -> Option<HtmlElement> {
        self.one(&format!("[part~={part}]"))
    }

    /// What is said to be wrong with the field of that name on the wire.
    pub(crate) fn mistake(&self, name: &str) -> Option<String> {
        self.one(&format!("[part~=error][data-field={name}]")).map(|it| words(&it))
    }

    /// The links of the summary.
    pub(crate) fn links(&self) -> Vec<HtmlElement> {
        self.all("[part~=error-summary] a")
    }

    /// Whether a screen reader is told so, as news that may wait.
    pub(crate) fn announces(&self, news: &str) -> bool {
        self.all("[role=status]").iter().any(|it| words(it) == news)
    }

    /// What has focus inside the widget.
    pub(crate) fn focused(&self) -> Option<HtmlElement> {
        self.root.active_element().map(JsCast::unchecked_into)
    }

    /// Whether this has focus.
    pub(crate) fn is_focused(&self, element: &HtmlElement) -> bool {
        self.focused().as_ref() == Some(element)
    }

    /// The first element that matches a handle of the interface.
    pub(crate) fn one(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    /// Every element that matches.
    pub(crate) fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).filter_map(|it| Some(found.item(it)?.unchecked_into())).collect()
    }

    /// The details of the events of that name, as the page hears them.
    pub(crate) fn heard(&self, name: &str) -> Vec<Value> {
        self.ear.heard(name)
    }

    /// The names of every event that the page heard.
    pub(crate) fn events(&self) -> Vec<String> {
        self.ear.names()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.widget.detach();
        self.page.remove();
    }
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

fn shadow(host: &Element, delegates: bool) -> ShadowRoot {
    let init = ShadowRootInit::new(ShadowRootMode::Open);
    Reflect::set(&init, &"delegatesFocus".into(), &delegates.into()).unwrap();
    host.attach_shadow(&init).unwrap()
}
