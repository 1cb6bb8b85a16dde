//! How a record becomes a client, whatever reads it: serde in the proxy and the sandbox, the
//! widget's own small reader in a browser.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{CLIENT_FIELDS, Client, ClientField, Decoded, Shape, Value};

/// A record that is being read, field by field.
#[derive(Default)]
pub struct Record {
    values: [Option<Value>; CLIENT_FIELDS],
    drift: usize,
}

impl Record {
    /// Takes what `field` holds; `None` is what no field could hold.
    ///
    /// # Errors
    ///
    /// Returns the field if it was there before: no record to trust.
    pub fn take(&mut self, field: ClientField, value: Option<Value>) -> Result<(), ClientField> {
        let (value, strayed) = coerce(field.shape(), value);
        self.drift += usize::from(strayed);
        match self.values[field as usize].replace(value) {
            None => Ok(()),
            Some(_) => Err(field),
        }
    }

    /// Passes over a member that is no field.
    pub fn pass_over(&mut self) {
        self.drift += 1;
    }

    /// The client of a record that was read to its end.
    ///
    /// # Errors
    ///
    /// Returns the field without which it is none: the id or the name.
    pub fn finish(self) -> Result<Decoded, ClientField> {
        for field in [ClientField::Id, ClientField::Name] {
            match &self.values[field as usize] {
                Some(Value::Text(text)) if !text.is_empty() => {}
                _ => return Err(field),
            }
        }
        let pending = &self.values[ClientField::Pending as usize];
        let drift = self.drift + usize::from(pending.is_none());
        let values = self.values.map(|it| it.unwrap_or(Value::Null));
        Ok(Decoded { client: Client(Box::new(values)), drift })
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
        let mut record = Record::default();
        while let Some(Named(field)) = map.next_key()? {
            if let Some(field) = field {
                let taken = record.take(field, map.next_value::<AnyValue>()?.0);
                taken.map_err(|it| de::Error::duplicate_field(it.name()))?;
            } else {
                map.next_value::<IgnoredAny>()?;
                record.pass_over();
            }
        }
        record.finish().map_err(|it| de::Error::missing_field(it.name()))
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
