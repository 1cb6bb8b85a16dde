//! The record the API answers with: eighteen fields, read leniently because its documentation is
//! edited in place under the same version.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

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

impl<'de> Deserialize<'de> for Client {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Decoded::deserialize(deserializer).map(|it| it.client)
    }
}

impl<'de> Deserialize<'de> for Decoded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ClientVisitor)
    }
}

struct ClientVisitor;

impl<'de> Visitor<'de> for ClientVisitor {
    type Value = Decoded;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a client")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Decoded, A::Error> {
        let mut values = [const { None }; CLIENT_FIELDS];
        let mut drift = 0;
        while let Some(Named(field)) = map.next_key()? {
            let Some(field) = field else {
                map.next_value::<IgnoredAny>()?;
                drift += 1;
                continue;
            };
            let (value, strayed) = coerce(field.shape(), map.next_value::<AnyValue>()?.0);
            drift += usize::from(strayed);
            if values[field as usize].replace(value).is_some() {
                return Err(de::Error::duplicate_field(field.name()));
            }
        }
        for field in [ClientField::Id, ClientField::Name] {
            match &values[field as usize] {
                Some(Value::Text(text)) if !text.is_empty() => {}
                _ => return Err(de::Error::missing_field(field.name())),
            }
        }
        drift += usize::from(values[ClientField::Pending as usize].is_none());
        let client = Client(Box::new(values.map(|it| it.unwrap_or(Value::Null))));
        Ok(Decoded { client, drift })
    }
}

/// The field that a member's name means, if it is one. The name itself is not kept.
struct Named(Option<ClientField>);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(NamedVisitor)
    }
}

struct NamedVisitor;

impl Visitor<'_> for NamedVisitor {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Named, E> {
        Ok(Named(ClientField::named(name)))
    }
}

/// Brings a value to the shape of its field where that loses nothing; else it is null.
/// Also tells whether it strayed from the documentation.
fn coerce(shape: Shape, value: Option<Value>) -> (Value, bool) {
    match (shape, value) {
        // Every nullable field is a text or the status; the one flag is documented as never null.
        (Shape::Text | Shape::Status, Some(Value::Null)) => (Value::Null, false),
        (Shape::Text, Some(Value::Text(text))) => (Value::Text(text), false),
        (Shape::Text, Some(Value::Number(number))) => (Value::Text(number.to_string()), true),
        (Shape::Status, Some(Value::Number(number))) => (Value::Number(number), false),
        (Shape::Status, Some(Value::Text(text))) => {
            (text.parse().map_or(Value::Null, Value::Number), true)
        }
        (Shape::Flag, Some(Value::Flag(flag))) => (Value::Flag(flag), false),
        _ => (Value::Null, true),
    }
}

/// A scalar that some field could hold, or `None` for anything else.
struct AnyValue(Option<Value>);

impl<'de> Deserialize<'de> for AnyValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = AnyValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<AnyValue, E> {
        Ok(AnyValue(Some(Value::Text(text.to_owned()))))
    }

    fn visit_string<E>(self, text: String) -> Result<AnyValue, E> {
        Ok(AnyValue(Some(Value::Text(text))))
    }

    fn visit_i64<E>(self, number: i64) -> Result<AnyValue, E> {
        Ok(AnyValue(Some(Value::Number(number))))
    }

    fn visit_u64<E>(self, number: u64) -> Result<AnyValue, E> {
        Ok(AnyValue(i64::try_from(number).ok().map(Value::Number)))
    }

    fn visit_f64<E>(self, _: f64) -> Result<AnyValue, E> {
        Ok(AnyValue(None))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<AnyValue, E> {
        Ok(AnyValue(Some(Value::Flag(flag))))
    }

    fn visit_unit<E>(self) -> Result<AnyValue, E> {
        Ok(AnyValue(Some(Value::Null)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<AnyValue, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(AnyValue(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AnyValue, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(AnyValue(None))
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
