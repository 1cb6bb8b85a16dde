//! Lines that say themselves what they are.

use roosted_contract::Field;

/// What fields are called beside their labels, in English; who writes another language mostly writes no labels.
const NAMES: [(&str, Field); 23] = [
    ("name", Field::Name),
    ("client", Field::Name),
    ("company", Field::Name),
    ("customer", Field::Name),
    ("organization", Field::Name),
    ("attn", Field::ContactName),
    ("attention", Field::ContactName),
    ("c/o", Field::ContactName),
    ("contact", Field::ContactName),
    ("contact person", Field::ContactName),
    ("e-mail", Field::ContactEmail),
    ("email", Field::ContactEmail),
    ("mail", Field::ContactEmail),
    ("address", Field::Address),
    ("street", Field::Address),
    ("city", Field::City),
    ("town", Field::City),
    ("state", Field::State),
    ("region", Field::State),
    ("zip", Field::PostalCode),
    ("zip code", Field::PostalCode),
    ("postcode", Field::PostalCode),
    ("customer id", Field::InvoiceCustomerId),
];

/// What fields are called.
#[derive(Debug, Default)]
pub struct Labels(Vec<(String, Field)>);

impl FromIterator<(String, Field)> for Labels {
    fn from_iter<T: IntoIterator<Item = (String, Field)>>(labels: T) -> Self {
        Self(labels.into_iter().collect())
    }
}

impl Labels {
    /// The field a line names, and what it says of it: nothing where that is in the next line.
    pub(super) fn of<'l>(&self, line: &'l str) -> Option<(Field, &'l str)> {
        let (label, value) = line.split_once(':').unwrap_or((line, ""));
        let is = |name: &str| label.trim().eq_ignore_ascii_case(name);
        let own = self.0.iter().find(|it| is(&it.0)).map(|it| it.1);
        let field = own.or_else(|| NAMES.iter().find(|it| is(it.0)).map(|it| it.1))?;
        // Without a colon a single word may as well be somebody's name.
        (own.is_some() || line.contains(':')).then_some((field, super::trim(value)))
    }
}
