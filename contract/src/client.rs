//! The record the API answers with: eighteen fields, read leniently because its documentation is
//! edited in place under the same version.

mod record;

use std::fmt;
use std::str::FromStr;

use serde::ser::{Serialize, SerializeMap, Serializer};

pub use record::Record;

/// What a field of a [`Client`] holds when it is not null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text,
    /// The number of a [`PortalStatus`].
    Status,
    /// True or false.
    Flag,
}

macro_rules! client_fields {
    ($( $(#[$doc:meta])* $variant:ident = $name:literal, $shape:ident; )+) => {
        /// One field of a client, in the order of the vendor's "Create Client" reference page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ClientField { $( $(#[$doc])* $variant, )+ }

        impl ClientField {
            /// Every field, in the order of the reference page.
            pub const ALL: [Self; CLIENT_FIELDS] = [$( Self::$variant, )+];

            /// The name on the wire.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ }
            }

            /// What it holds.
            pub const fn shape(self) -> Shape {
                match self { $( Self::$variant => Shape::$shape, )+ }
            }
        }
    };
}

const CLIENT_FIELDS: usize = 18;

client_fields! {
    /// Opaque and case-sensitive.
    Id = "id", Text;
    /// The display name.
    Name = "client_name", Text;
    /// The primary contact.
    ContactName = "client_contact_name", Text;
    /// The primary contact's phone number.
    ContactPhone = "client_contact_phone", Text;
    /// The primary contact's address.
    ContactEmail = "client_contact_email", Text;
    /// The primary contact's title.
    ContactTitle = "client_contact_title", Text;
    /// Standing instructions shown to workers on this client's events.
    DefaultComments = "default_comments_for_workers", Text;
    /// The customer id in an external billing system.
    InvoiceCustomerId = "client_invoice_customer_id", Text;
    /// The street address.
    Address = "client_address", Text;
    /// The city.
    City = "client_city", Text;
    /// The state or region.
    State = "client_state", Text;
    /// The postal code.
    PostalCode = "client_postal_code", Text;
    /// The company the client belongs to.
    CompanyName = "company_name", Text;
    /// Whether the client is connected to the portal.
    PortalStatus = "client_portal_connection_status", Status;
    /// When it was connected, in no stated format.
    PortalConnected = "client_portal_connection_datetime", Text;
    /// When it was invited, in no stated format.
    PortalInvited = "client_portal_invite_datetime", Text;
    /// The address the invitation went to.
    PortalInviteEmail = "client_portal_invite_email", Text;
    /// Whether the client is in a pending state.
    Pending = "pending", Flag;
}

impl ClientField {
    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Where a client stands with the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortalStatus {
    /// `null`: never invited.
    NotConnected,
    /// `0`.
    Invited,
    /// `2`.
    Connected,
    /// Any other number. It is shown as such, never guessed.
    Unknown(i64),
}

/// What one field of a client holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// A number.
    Number(i64),
    /// True or false.
    Flag(bool),
}

/// A client as the API answered it.
///
/// Its id and name are there and not empty; every other field may be null.
#[derive(Clone, PartialEq, Eq)]
pub struct Client(Box<[Value; CLIENT_FIELDS]>);

/// A client, and how far its record strayed from the documented one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The client.
    pub client: Client,
    /// How many members were unknown, missing without being nullable, or of another type.
    pub drift: usize,
}

/// The id of a client in a route: `[A-Za-z0-9]{1,64}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClientId(String);

impl Client {
    /// What `field` holds.
    pub fn value(&self, field: ClientField) -> &Value {
        &self.0[field as usize]
    }

    /// The text in `field`, if it holds one.
    pub fn text(&self, field: ClientField) -> Option<&str> {
        match self.value(field) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its id, opaque and case-sensitive.
    pub fn id(&self) -> &str {
        self.text(ClientField::Id).unwrap_or_default()
    }

    /// Its display name.
    pub fn name(&self) -> &str {
        self.text(ClientField::Name).unwrap_or_default()
    }

    /// Where it stands with the portal.
    pub fn portal_status(&self) -> PortalStatus {
        match self.value(ClientField::PortalStatus) {
            Value::Number(0) => PortalStatus::Invited,
            Value::Number(2) => PortalStatus::Connected,
            Value::Number(other) => PortalStatus::Unknown(*other),
            _ => PortalStatus::NotConnected,
        }
    }

    /// Whether it is pending; `None` where the API did not say.
    pub fn pending(&self) -> Option<bool> {
        match self.value(ClientField::Pending) {
            Value::Flag(pending) => Some(*pending),
            _ => None,
        }
    }
}

impl ClientId {
    /// The most characters of an id in a route.
    pub const MOST: usize = 64;

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClientId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let well_formed = (1..=Self::MOST).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if well_formed { Ok(Self(text.to_owned())) } else { Err(()) }
    }
}

impl Serialize for Client {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(CLIENT_FIELDS))?;
        for field in ClientField::ALL {
            map.serialize_entry(field.name(), self.value(field))?;
        }
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

/// Personal data stays out of logs: only the id.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client {{ id: {:?}, .. }}", self.id())
    }
}
