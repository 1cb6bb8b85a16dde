//! How a tag comes into the page, and what keeps it up to date there.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::reactive::graph::{AnySubscriber, Subscriber as _, ToAnySubscriber};
use leptos::tachys::html::node_ref::NodeRefContainer as _;
use leptos::tachys::renderer::dom::Dom;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Comment, Element, HtmlInputElement, Node, Text};

use super::{Attribute, Child, Live, Tag};

/// An element in the page.
pub struct Shown {
    element: Element,
    _kept: Kept,
}

/// What keeps an element and all below it up to date and listening, until this is dropped.
#[derive(Default)]
struct Kept {
    followers: Vec<RenderEffect<()>>,
    memos: Vec<AnySubscriber>,
    listeners: Vec<Closure<dyn FnMut(Event)>>,
}

impl Drop for Kept {
    /// Leaves the lists of what was followed. A signal strikes off who has gone when it changes, and some,
    /// such as the words, never do: each client that was created would stay on them.
    fn drop(&mut self) {
        let followers = self.followers.iter().map(ToAnySubscriber::to_any_subscriber);
        for follower in followers.chain(self.memos.drain(..)) {
            follower.clear_sources(&follower);
        }
    }
}

impl Render for Tag {
    type State = Shown;

    fn build(self) -> Shown {
        let mut kept = Kept::default();
        let element = make(self, &mut kept);
        Shown { element, _kept: kept }
    }

    /// Puts the new one in the place of the old one: what changes in a tag follows the state.
    fn rebuild(self, old: &mut Shown) {
        let new = self.build();
        _ = old.element.replace_with_with_node_1(&new.element);
        *old = new;
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        _ = parent.insert_before(&self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.element.parent_node();
        parent.is_some_and(|it| child.try_mount(it.unchecked_ref(), Some(&self.element)))
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

fn make(tag: Tag, kept: &mut Kept) -> Element {
    let element = Dom::create_element(tag.name, None);
    for attribute in tag.attributes {
        match attribute {
            Attribute::Fixed(name, value) => _ = element.set_attribute(name, &value),
            Attribute::Live(name, value) => {
                kept.followers.push(follow(Place::Attribute(element.clone(), name), value));
            }
            Attribute::Value(text) => element.unchecked_ref::<HtmlInputElement>().set_value(&text),
            Attribute::On(event, listen) => {
                let listen = Closure::wrap(listen);
                let listener = listen.as_ref().unchecked_ref();
                _ = element.add_event_listener_with_callback(event, listener);
                kept.listeners.push(listen);
            }
            Attribute::KnownAs(reference) => reference.load(&element),
        }
    }
    for child in tag.children {
        match child {
            Child::Tag(tag) => _ = element.append_child(&make(tag, kept)),
            Child::Text(text) => {
                let node = Dom::create_text_node("");
                _ = element.append_child(&node);
                let text = Box::new(move || Some(text()));
                kept.followers.push(follow(Place::Text(node), text));
            }
            Child::When(so, child) => {
                let place = Dom::create_placeholder();
                _ = element.append_child(&place);
                kept.memos.push(so.to_any_subscriber());
                kept.followers.push(sometimes(place, so, child));
            }
        }
    }
    element
}

/// Where a value shows.
enum Place {
    Attribute(Element, &'static str),
    Text(Text),
}

impl Place {
    fn show(&self, value: Option<&str>) {
        match (self, value) {
            (Self::Attribute(element, name), Some(value)) => _ = element.set_attribute(name, value),
            (Self::Attribute(element, name), None) => _ = element.remove_attribute(name),
            (Self::Text(text), value) => text.set_node_value(value),
        }
    }
}

/// Shows a value, and each other one that it becomes. At first there is none.
fn follow(place: Place, value: Live<Option<String>>) -> RenderEffect<()> {
    let mut shown = None;
    RenderEffect::new(move |_| {
        let value = value();
        // What is the same is not written again, since a screen reader would read it out again.
        if value != shown {
            place.show(value.as_deref());
            shown = value;
        }
    })
}

/// Shows a tag in front of `place` while it is so.
fn sometimes(place: Comment, so: ArcMemo<bool>, child: Live<Tag>) -> RenderEffect<()> {
    let mut shown: Option<Shown> = None;
    RenderEffect::new(move |_| {
        if let Some(mut gone) = shown.take() {
            gone.unmount();
        }
        shown = so.get().then(|| child().build());
        if let (Some(shown), Some(parent)) = (&mut shown, place.parent_node()) {
            shown.mount(parent.unchecked_ref(), Some(&place));
        }
    })
}
