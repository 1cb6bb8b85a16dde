//! Elements made of data.
//!
//! Leptos gives every kind of element, attribute and child a type of its own, and each type its own
//! copy of the code that builds, updates and drops it. A form has a hundred elements, and a visitor
//! loads every copy; elements that are data share one ([`render`]). It also keeps `innerHTML` out of
//! the page, which the policy forbids: nothing here is ever made from a string of markup.

mod render;

use leptos::ev::Event;
use leptos::html::Custom;
use leptos::prelude::*;

use crate::state::State;
use crate::text::Word;

/// A reference to an element in the page.
pub type Ref = NodeRef<Custom<&'static str>>;

/// A value that follows the state.
type Live<T> = Box<dyn Fn() -> T + Send>;

/// An element with its attributes, listeners and children.
pub struct Tag {
    name: &'static str,
    attributes: Vec<Attribute>,
    children: Vec<Child>,
}

/// What an element has beside its children.
enum Attribute {
    /// What stays as it is.
    Fixed(&'static str, String),
    /// What follows the state.
    Live(&'static str, Live<Option<String>>),
    /// What stands in an input at first.
    Value(String),
    /// What happens at an event.
    On(&'static str, Box<dyn FnMut(Event)>),
    /// Where to find it.
    KnownAs(Ref),
}

/// What an element has inside.
enum Child {
    /// An element.
    Tag(Tag),
    /// Text that follows the state.
    Text(Live<String>),
    /// An element that is there while something is so.
    When(ArcMemo<bool>, Live<Tag>),
}

/// An element of a class of the style sheet.
pub fn block(name: &'static str, class: &str) -> Tag {
    Tag { name, attributes: Vec::new(), children: Vec::new() }.attr("class", class)
}

impl Tag {
    /// An attribute that stays as it is.
    #[must_use]
    pub fn attr(self, name: &'static str, value: &str) -> Self {
        self.with(Attribute::Fixed(name, value.to_owned()))
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
        self.with(Attribute::Value(value))
    }

    /// Listens to an event, here and from below.
    #[must_use]
    pub fn on(self, event: &'static str, listen: impl FnMut(Event) + 'static) -> Self {
        self.with(Attribute::On(event, Box::new(listen)))
    }

    /// Where to find the element once it is in the page.
    #[must_use]
    pub fn known_as(self, reference: Ref) -> Self {
        self.with(Attribute::KnownAs(reference))
    }

    /// A child.
    #[must_use]
    pub fn child(mut self, child: Tag) -> Self {
        self.children.push(Child::Tag(child));
        self
    }

    /// Several children.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Tag>) -> Self {
        self.children.extend(children.into_iter().map(Child::Tag));
        self
    }

    /// Text that follows the state.
    #[must_use]
    pub fn text(mut self, text: impl Fn() -> String + Send + 'static) -> Self {
        self.children.push(Child::Text(Box::new(text)));
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

    fn with(mut self, attribute: Attribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    fn spoken(self, state: State, word: Live<Option<Word>>) -> Self {
        self.text(move || {
            word().map(|it| state.words.with(|words| words.say(it))).unwrap_or_default()
        })
    }

    fn boxed(self, name: &'static str, value: Live<Option<String>>) -> Self {
        self.with(Attribute::Live(name, value))
    }

    fn sometimes(mut self, so: Box<dyn Fn() -> bool + Send + Sync>, child: Live<Tag>) -> Self {
        let so = ArcMemo::new(move |_| so());
        self.children.push(Child::When(so, child));
        self
    }
}
