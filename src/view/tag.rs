//! Elements made of data.
//!
//! The `view!` macro gives every element a type of its own, and each type its own copy of the code
//! that builds, updates and drops it. A form has a hundred elements, and a visitor loads every
//! copy; elements that are all of one type share one. It also keeps `innerHTML` out of the page,
//! which the policy forbids: nothing here is ever made from a string of markup.

use leptos::ev::{self, Event};
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::{Custom, custom};
use leptos::tachys::html::event::on;
use leptos::tachys::html::node_ref::node_ref;
use leptos::tachys::html::property::prop;
use leptos::tachys::view::iterators::StaticVec;

use crate::state::State;
use crate::text::Word;

/// A reference to an element in the page.
pub type Ref = NodeRef<Custom<&'static str>>;

/// A value that follows the state.
type Live<T> = Box<dyn Fn() -> T + Send>;

/// An element with its attributes, listeners and children.
pub struct Tag {
    name: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element of a class of the style sheet.
pub fn block(name: &'static str, class: &str) -> Tag {
    Tag { name, attributes: Vec::new(), children: Vec::new() }.attr("class", class)
}

impl Tag {
    /// An attribute that stays as it is.
    #[must_use]
    pub fn attr(self, name: &'static str, value: &str) -> Self {
        self.with(custom_attribute(name, value.to_owned()).into_any_attr())
    }

    /// An attribute that follows the state; `None` while it is not there.
    #[must_use]
    pub fn live(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> Self {
        self.boxed(name, Box::new(value))
    }

    /// An attribute that is `"true"` while it is so, and else not there.
    #[must_use]
    pub fn mark(self, name: &'static str, so: impl Fn() -> bool + Send + 'static) -> Self {
        self.live(name, move || so().then(|| "true".to_owned()))
    }

    /// The part that a page may restyle.
    #[must_use]
    pub fn part(self, part: &str) -> Self {
        self.attr("part", part)
    }

    /// What stands in an input at first.
    #[must_use]
    pub fn value(self, value: String) -> Self {
        self.with(prop("value", value).into_any_attr())
    }

    /// Listens to an event, here and from below.
    #[must_use]
    pub fn on(self, event: &'static str, listen: impl FnMut(Event) + 'static) -> Self {
        let listen: Box<dyn FnMut(Event)> = Box::new(listen);
        self.with(on(ev::Custom::<Event>::new(event), listen).into_any_attr())
    }

    /// Where to find the element once it is in the page.
    #[must_use]
    pub fn known_as(self, reference: Ref) -> Self {
        self.with(node_ref::<Custom<&'static str>, _>(reference).into_any_attr())
    }

    /// A child.
    #[must_use]
    pub fn child(mut self, child: Tag) -> Self {
        self.children.push(child.view());
        self
    }

    /// Several children.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Tag>) -> Self {
        self.children.extend(children.into_iter().map(Tag::view));
        self
    }

    /// Text that follows the state.
    #[must_use]
    pub fn text(mut self, text: impl Fn() -> String + Send + 'static) -> Self {
        let text: Live<String> = Box::new(text);
        self.children.push(text.into_any());
        self
    }

    /// A word that a page may replace.
    #[must_use]
    pub fn say(self, state: State, word: Word) -> Self {
        self.says(state, move || Some(word))
    }

    /// A word that follows the state; none while there is nothing to say.
    #[must_use]
    pub fn says(self, state: State, word: impl Fn() -> Option<Word> + Send + 'static) -> Self {
        self.spoken(state, Box::new(word))
    }

    /// A child that is there while `so`, and only then. It is made anew each time it comes.
    #[must_use]
    pub fn when(
        self,
        so: impl Fn() -> bool + Send + Sync + 'static,
        child: impl Fn() -> Tag + Send + 'static,
    ) -> Self {
        self.sometimes(Box::new(so), Box::new(child))
    }

    /// The element as Leptos takes it.
    pub fn view(self) -> AnyView {
        let children: StaticVec<AnyView> = self.children.into();
        custom(self.name).add_any_attr(self.attributes).child(children).into_any()
    }

    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    fn spoken(self, state: State, word: Live<Option<Word>>) -> Self {
        self.text(move || {
            word().map(|it| state.words.with(|words| words.say(it))).unwrap_or_default()
        })
    }

    fn boxed(self, name: &'static str, value: Live<Option<String>>) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    fn sometimes(mut self, so: Box<dyn Fn() -> bool + Send + Sync>, child: Live<Tag>) -> Self {
        let so = Memo::new(move |_| so());
        let child: Live<Option<AnyView>> = Box::new(move || so.get().then(|| child().view()));
        self.children.push(child.into_any());
        self
    }
}
