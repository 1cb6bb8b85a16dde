//! What is said about the fields of the form.

use roosted_contract::{Doubt, Field, Reason};

use super::word::{plural, word};
use super::{Word, Words};
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
    let noun = words.say(noun(field));
    let gap = ("field", &*noun);
    let sentence = match (field, reason) {
        (_, Reason::TooLong { over }) => {
            let sentence = plural!(
                "mistake.too-long",
                "Shorten the {field} by 1 character",
                "Shorten the {field} by {count} characters"
            );
            return words.count(sentence, over as u64, gap);
        }
        (Field::Name, Reason::Required) => {
            word!("mistake.client_name.required", "Enter the client’s name")
        }
        (_, Reason::Required) => word!("mistake.required", "Enter the {field}"),
        (_, Reason::Refused) => word!("mistake.refused", "Check the {field}: Roosted refused it"),
    };
    words.fill(sentence, &[gap])
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
    let (sentence, count) = if length > limit {
        (
            plural!("gauge.over", "1 character too many", "{count} characters too many"),
            length - limit,
        )
    } else {
        (plural!("gauge.left", "1 character left", "{count} characters left"), limit - length)
    };
    words.count(sentence, count as u64, ("", ""))
}

/// The heading of the summary.
pub fn summary(words: &Words, mistakes: usize) -> String {
    let sentence =
        plural!("summary", "There is 1 thing to correct", "There are {count} things to correct");
    words.count(sentence, mistakes as u64, ("", ""))
}
