//! What the stand-in has stored: clients and their contacts, in memory.

use std::collections::HashMap;

use jiff::Timestamp;
use roosted_contract::{Client, ClientField};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What a caller gave, by name on the wire.
pub(crate) type Fields = Vec<(&'static str, String)>;

/// A contact of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Of the same make as a client's id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The phone number.
    pub number: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The title.
    pub title: Option<String>,
}

/// Everything stored, oldest first.
#[derive(Default)]
pub(crate) struct World {
    clients: Vec<Client>,
    places: HashMap<String, usize>,
    contacts: Vec<(String, Contact)>,
}

impl World {
    pub(crate) fn clients(&self) -> &[Client] {
        &self.clients
    }

    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.places.get(id).map(|place| &self.clients[*place])
    }

    pub(crate) fn contacts(&self, client: &str) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().filter(move |it| it.0 == client).map(|it| &it.1)
    }

    /// A client as a create would store it: nulls where nothing was given, not yet stored.
    pub(crate) fn new_client(&self, fields: Fields) -> Client {
        let id = self.new_id();
        let given = fields.into_iter().map(|(name, text)| (name, text.into()));
        let made =
            [(ClientField::Id.name(), json!(id)), (ClientField::Pending.name(), json!(false))];
        client(made.into_iter().chain(given).map(|(name, value)| (name.to_owned(), value)))
    }

    /// The client with the portal fields an invitation to `email` leaves behind.
    pub(crate) fn invited(before: &Client, email: &str) -> Client {
        let now = Timestamp::now().strftime("%Y-%m-%d %H:%M:%S").to_string();
        changed(
            before,
            [
                (ClientField::PortalStatus.name(), json!(0)),
                (ClientField::PortalInvited.name(), json!(now)),
                (ClientField::PortalInviteEmail.name(), json!(email)),
            ],
        )
    }

    /// The client with some fields overwritten.
    pub(crate) fn edited(before: &Client, fields: Fields) -> Client {
        changed(before, fields.into_iter().map(|(name, text)| (name, text.into())))
    }

    /// Stores a client: a new one at the end, a changed one in its place.
    pub(crate) fn store(&mut self, client: Client) {
        if let Some(place) = self.places.get(client.id()) {
            self.clients[*place] = client;
        } else {
            self.places.insert(client.id().to_owned(), self.clients.len());
            self.clients.push(client);
        }
    }

    /// Forgets a client; those behind it move up.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Client> {
        let place = self.places.remove(id)?;
        self.places.values_mut().filter(|it| **it > place).for_each(|it| *it -= 1);
        Some(self.clients.remove(place))
    }

    /// Stores a contact of a client.
    pub(crate) fn store_contact(&mut self, client: &str, contact: Contact) {
        self.contacts.push((client.to_owned(), contact));
    }

    /// Five letters and digits that no client has.
    pub(crate) fn new_id(&self) -> String {
        loop {
            let id: String = std::iter::repeat_with(fastrand::alphanumeric).take(5).collect();
            if !self.places.contains_key(&id) {
                return id;
            }
        }
    }
}

fn changed(before: &Client, changes: impl IntoIterator<Item = (&'static str, Value)>) -> Client {
    let kept = ClientField::ALL.into_iter().map(|field| {
        let value = serde_json::to_value(before.value(field)).unwrap_or_default();
        (field.name().to_owned(), value)
    });
    let changes = changes.into_iter().map(|(name, value)| (name.to_owned(), value));
    client(kept.chain(changes))
}

/// A client of these members; a later one overwrites an earlier.
fn client(members: impl Iterator<Item = (String, Value)>) -> Client {
    serde_json::from_value(Value::Object(members.collect::<Map<_, _>>()))
        .expect("an id, and a name that passed validation")
}
