//! All fields of a client, as the API answered them.

use leptos::prelude::*;
use roosted_contract::{Client, ClientField, Value};

use crate::text;
use crate::view::badge::status_value;
use crate::view::live::{Words, word, words};

/// From this length on, in bytes, a text gets a box of its own that scrolls.
const LONG: usize = 400;

/// The eighteen fields of a client; a dash where there is nothing.
#[component]
pub fn Record(
    /// The client, while there is one.
    client: RwSignal<Option<Client>>,
) -> impl IntoView {
    let row = move |field: ClientField| {
        let shown = move || client.with(|it| it.as_ref().and_then(|it| shown(it, field)));
        let null = word(move || shown().is_none().then_some(""));
        let long = move || shown().is_some_and(|it| it.len() > LONG);
        let scrolls = word(move || long().then_some(""));
        // A box that scrolls must be reachable by keyboard.
        let stop = word(move || long().then_some("0"));
        let value: Signal<Option<String>> = Signal::derive(move || {
            (field == ClientField::PortalStatus)
                .then(|| client.with(|it| it.as_ref().map(|it| status_value(it.portal_status()))))?
        });
        let content = words(move || shown().unwrap_or_else(|| text::DASH.into()));
        view! {
            <div class="record__row">
                <dt class="record__label">{text::record_label(field)}</dt>
                <dd
                    class="record__value"
                    data-field=field.name()
                    data-null=null
                    data-value=value
                    data-long=scrolls
                    tabindex=stop
                >
                    {content}
                </dd>
            </div>
        }
    };

    view! { <dl class="record">{ClientField::ALL.map(row).into_iter().collect_view()}</dl> }
}

/// The text of one field, empty where there is none.
pub fn text_of(client: RwSignal<Option<Client>>, field: ClientField) -> Words {
    words(move || {
        let client = client.read();
        client.as_ref().and_then(|it| it.text(field)).unwrap_or_default().to_owned()
    })
}

fn shown(client: &Client, field: ClientField) -> Option<String> {
    match client.value(field) {
        Value::Null => None,
        Value::Text(text) => Some(text.clone()),
        Value::Number(_) => Some(text::portal_status(client.portal_status())),
        Value::Flag(true) => Some(text::YES.into()),
        Value::Flag(false) => Some(text::NO.into()),
    }
}
