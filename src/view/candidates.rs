//! Clients that could be the one whose outcome is open.

use roosted_contract::{Client, ClientField};

use crate::form::{Form, Inquiry};
use crate::state::State;
use crate::text;
use crate::view::button::button;
use crate::view::tag::{Tag, block};

/// How many are shown. With more of them, picking would be guessing.
const MOST: usize = 8;

/// What tells clients apart, line by line.
const FACTS: [&[ClientField]; 4] = [
    &[ClientField::Id],
    &[ClientField::ContactName, ClientField::ContactEmail],
    &[ClientField::Address],
    &[ClientField::City, ClientField::State, ClientField::PostalCode],
];

/// The candidates, each with a button that picks it. They stay in place while they are looked up
/// again, so that nobody presses the button of another one.
pub fn candidates(state: State) -> Tag {
    (0..MOST).fold(block("ul", "candidates"), |list, number| {
        list.when(
            move || state.read(|form| candidate(form, number).is_some()),
            move || item(state, number),
        )
    })
}

fn item(state: State, number: usize) -> Tag {
    let texts = move |fields: &'static [ClientField]| {
        state.read(|form| {
            let mut line = String::new();
            if fields == [ClientField::Id] {
                line.push_str(&state.words.with(|it| it.say(text::record_label(ClientField::Id))));
                line.push(' ');
            }
            let client = candidate(form, number);
            for text in fields.iter().filter_map(|field| client?.text(*field)) {
                line.push_str(if line.is_empty() || line.ends_with(' ') { "" } else { ", " });
                line.push_str(text);
            }
            line
        })
    };
    let id = ["candidate-", &number.to_string()].concat();
    let pick = move || {
        let picked = state.peek(|form| candidate(form, number).cloned());
        if let Some(client) = picked {
            state.pick(client);
        }
    };

    // All of it says which one the button picks: those that are alike share their name.
    let facts = block("div", "candidate__facts")
        .attr("id", &id)
        .child(block("p", "candidate__name").text(move || texts(&[ClientField::Name])))
        .children(FACTS.map(|fields| block("p", "candidate__fact").text(move || texts(fields))));

    block("li", "candidate")
        .child(facts)
        .child(button(state, text::PICK, pick).attr("aria-describedby", &id))
}

fn candidate(form: &Form, number: usize) -> Option<&Client> {
    form.inquiry().map(Inquiry::candidates)?.get(number)
}
