//! All fields of a client, as the API answered them.

use roosted_contract::{Client, ClientField, Value};

use crate::state::State;
use crate::text::{self, Words};
use crate::view::badge::status_value;
use crate::view::tag::{Tag, block};

/// From this length on, in bytes, a text gets a box of its own that scrolls.
const LONG: usize = 400;

/// The eighteen fields of a client; a dash where there is nothing.
pub fn record(state: State) -> Tag {
    block("dl", "record").children(ClientField::ALL.map(|field| row(state, field)))
}

fn row(state: State, field: ClientField) -> Tag {
    let shown =
        move || state.with_client(None, |it| state.words.with(|words| shown(it, field, words)));
    let long = move || shown().is_some_and(|it| it.len() > LONG);
    let value = block("dd", "record__value")
        .attr("data-field", field.name())
        .mark("data-null", move || shown().is_none())
        .mark("data-long", long)
        // A box that scrolls must be reachable by keyboard.
        .live("tabindex", move || long().then(|| "0".to_owned()))
        .text(move || shown().unwrap_or_else(|| state.words.with(|it| it.say(text::DASH))));
    let value = if field == ClientField::PortalStatus {
        value.live("data-value", move || {
            state.with_client(None, |it| Some(status_value(it.portal_status())))
        })
    } else {
        value
    };

    block("div", "record__row")
        .child(block("dt", "record__label").say(state, text::record_label(field)))
        .child(value)
}

fn shown(client: &Client, field: ClientField, words: &Words) -> Option<String> {
    match client.value(field) {
        Value::Null => None,
        Value::Text(text) => Some(match field {
            ClientField::PortalConnected | ClientField::PortalInvited => text::date(words, text),
            _ => text.clone(),
        }),
        Value::Number(_) => Some(text::portal_status(words, client.portal_status())),
        Value::Flag(true) => Some(words.say(text::YES)),
        Value::Flag(false) => Some(words.say(text::NO)),
    }
}
