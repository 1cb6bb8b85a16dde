//! A page of the list of clients, read leniently: one odd record must not hide the others.

use roosted_contract::Client;
use serde::Deserialize;
use serde::de::IgnoredAny;

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
struct Wire {
    clients: Vec<Entry>,
    total_count: usize,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Client(Client),
    Other(IgnoredAny),
}

pub(super) fn page(body: &[u8]) -> Result<Page, Doubt> {
    let Wire { clients, total_count } = serde_json::from_slice(body)
        .map_err(|error| Doubt::NotAClient { line: error.line(), column: error.column() })?;
    let length = clients.len();
    let clients = clients.into_iter().filter_map(|it| match it {
        Entry::Client(client) => Some(client),
        Entry::Other(_) => None,
    });
    Ok(Page { clients: clients.collect(), length, total: total_count })
}
