//! What is said about the fields of the form.

use roosted_contract::{Doubt, Field, Reason};

use super::word::word;
use super::{Word, Words, count, number};
use crate::form::Gauge;

/// A part of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Who it is.
    Client,
    /// Whom to talk to.
    Contact,
    /// Where it stands in the books.
    Billing,
    /// Where it is.
    Address,
}

/// The legend of a group.
pub const fn group(group: Group) -> Word {
    match group {
        Group::Client => word!("group.client", "Client"),
        Group::Contact => word!("group.contact", "Primary contact"),
        Group::Billing => word!("group.billing", "Billing"),
        Group::Address => word!("group.address", "Address"),
    }
}

/// The label of a field.
pub const fn label(field: Field) -> Word {
    match field {
        Field::Name => word!("label.client_name", "Client name"),
        Field::ContactName => word!("label.client_contact_name", "Contact name"),
        Field::ContactEmail => word!("label.client_contact_email", "Contact e-mail"),
        Field::InvoiceCustomerId => {
            word!("label.client_invoice_customer_id", "Customer ID in your billing system")
        }
        Field::Address => word!("label.client_address", "Street address"),
        Field::City => word!("label.client_city", "City"),
        Field::State => word!("label.client_state", "State or region"),
        Field::PostalCode => word!("label.client_postal_code", "Postal code"),
    }
}

/// A field in the middle of a sentence, short enough for one line below a narrow input.
const fn noun(field: Field) -> Word {
    match field {
        Field::Name => word!("noun.client_name", "client name"),
        Field::ContactName => word!("noun.client_contact_name", "contact name"),
        Field::ContactEmail => word!("noun.client_contact_email", "contact e-mail"),
        Field::InvoiceCustomerId => word!("noun.client_invoice_customer_id", "customer ID"),
        Field::Address => word!("noun.client_address", "street address"),
        Field::City => word!("noun.client_city", "city"),
        Field::State => word!("noun.client_state", "state or region"),
        Field::PostalCode => word!("noun.client_postal_code", "postal code"),
    }
}

/// What helps to fill a field in, where something does.
pub const fn hint(field: Field) -> Option<Word> {
    match field {
        Field::Name => Some(word!("hint.client_name", "As it appears on schedules and invoices")),
        Field::InvoiceCustomerId => {
            Some(word!("hint.client_invoice_customer_id", "For example the number in QuickBooks"))
        }
        Field::ContactName
        | Field::ContactEmail
        | Field::Address
        | Field::City
        | Field::State
        | Field::PostalCode => None,
    }
}

/// What to put right in a field.
pub fn mistake(words: &Words, field: Field, reason: Reason) -> String {
    let (sentence, over) = match (field, reason) {
        (Field::Name, Reason::Required) => {
            (word!("mistake.client_name.required", "Enter the client’s name"), 0)
        }
        (_, Reason::Required) => (word!("mistake.required", "Enter the {field}"), 0),
        (_, Reason::TooLong { over: 1 }) => {
            (word!("mistake.too-long.one", "Shorten the {field} by 1 character"), 1)
        }
        (_, Reason::TooLong { over }) => {
            (word!("mistake.too-long.other", "Shorten the {field} by {count} characters"), over)
        }
        (_, Reason::Refused) => {
            (word!("mistake.refused", "Check the {field}: Roosted refused it"), 0)
        }
    };
    words.fill(sentence, &[("field", &words.say(noun(field))), ("count", &number(over))])
}

/// What looks odd about a field.
pub const fn doubt(doubt: Doubt) -> Word {
    match doubt {
        Doubt::Email => word!("doubt.email", "Is this an e-mail address?"),
        Doubt::EmailElsewhere => {
            word!("doubt.email-elsewhere", "This looks like an e-mail address")
        }
        Doubt::DigitsForPlace => {
            word!("doubt.digits-for-place", "This looks like a postal code")
        }
        Doubt::LettersForPostalCode => {
            word!("doubt.letters-for-postal-code", "Is this a postal code?")
        }
    }
}

/// How full a field is.
pub fn gauge(words: &Words, gauge: Gauge) -> String {
    let Gauge { length, limit } = gauge;
    if length > limit {
        let one = word!("gauge.over.one", "1 character too many");
        count(words, one, word!("gauge.over.other", "{count} characters too many"), length - limit)
    } else {
        let one = word!("gauge.left.one", "1 character left");
        count(words, one, word!("gauge.left.other", "{count} characters left"), limit - length)
    }
}

/// The heading of the summary.
pub fn summary(words: &Words, mistakes: usize) -> String {
    let one = word!("summary.one", "There is 1 thing to correct");
    count(words, one, word!("summary.other", "There are {count} things to correct"), mistakes)
}
