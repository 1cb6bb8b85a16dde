//! A page of the list of clients, read leniently: one odd record must not hide the others.

use roosted_contract::Client;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::outcome::Doubt;

/// A page of the list of clients.
#[derive(Debug)]
pub(crate) struct Page {
    /// Those that could be read.
    pub(crate) clients: Vec<Client>,
    /// How many there are on this page, with those that could not be read.
    pub(crate) length: usize,
    /// How many there are on all pages, as the upstream says.
    pub(crate) total: usize,
}

impl Page {
    /// The most clients on a page.
    pub(crate) const SIZE: usize = 100;
}

#[derive(Deserialize)]
struct Wire<T> {
    clients: Vec<T>,
    total_count: usize,
}

pub(crate) fn page(body: &[u8]) -> Result<Page, Doubt> {
    // Nearly every page: all of it can be read at once.
    if let Ok(Wire { clients, total_count: total }) = serde_json::from_slice::<Wire<Client>>(body) {
        return Ok(Page { length: clients.len(), clients, total });
    }
    let Wire::<&RawValue> { clients, total_count: total } = serde_json::from_slice(body)
        .map_err(|error| Doubt::NotAClient { line: error.line(), column: error.column() })?;
    let length = clients.len();
    let clients = clients.into_iter().filter_map(|it| serde_json::from_str(it.get()).ok());
    Ok(Page { clients: clients.collect(), length, total })
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// Clients, and what could stand between them.
    fn a_record() -> impl Strategy<Value = Value> {
        let record = |(id, name): (Value, Value)| json!({ "id": id, "client_name": name });
        let member = || {
            prop_oneof![
                4 => "[a-z]{0,3}".prop_map(Value::from),
                1 => any::<i64>().prop_map(Value::from),
                1 => Just(Value::Null),
            ]
        };
        prop_oneof![
            6 => (member(), member()).prop_map(record),
            1 => Just(json!([{ "id": "a", "client_name": "a" }])),
            1 => Just(json!("a")),
            1 => Just(json!({ "id": "a" })),
        ]
    }

    proptest! {
        #[test]
        fn one_odd_record_does_not_hide_the_others(
            records in vec(a_record(), 0..8),
            total in any::<usize>(),
        ) {
            let body = json!({ "clients": &records, "total_count": total, "more": [] }).to_string();
            let page = page(body.as_bytes()).unwrap();
            let each = records.into_iter().filter_map(|it| serde_json::from_value(it).ok());
            prop_assert_eq!(page.clients, each.collect::<Vec<Client>>());
            prop_assert_eq!(page.total, total);
        }

        #[test]
        fn whatever_is_answered_is_a_page_or_none(body in any::<Vec<u8>>(), count in any::<f64>()) {
            prop_assert!(page(&body).is_err());
            let body = json!({ "clients": [], "total_count": count }).to_string();
            prop_assert!(page(body.as_bytes()).is_err());
        }
    }
}
