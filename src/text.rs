//! Every sentence a person can read.
//!
//! A `match` on each enum without a `_` arm where the set is ours, so that a missing sentence does
//! not compile. Sentences say what to do; a failure says whether what was typed is safe.

mod invitation;
mod open;

use roosted_contract::{
    ClientField, Code, Doubt, EnvironmentName, Field, Kind, PortalStatus, Reason,
};

pub use invitation::{invite_again, invite_failure, invite_mistake, invited};
pub use open::{inquiry, inquiry_title, progress, time_of_day};

use crate::failure::Failure;
use crate::form::Gauge;

/// The heading of the form.
pub const FORM_TITLE: &str = "Add a client";
/// Marks a required field.
pub const REQUIRED: &str = "required";
/// The button of the form.
pub const CREATE: &str = "Create client";
/// The button while a request is on its way, and what is announced then.
pub const CREATING: &str = "Creating the client…";
/// Beside the button.
pub const CREATE_NOTE: &str = "No e-mail is sent. You can invite the client afterwards.";
/// The heading of the card.
pub const CREATED: &str = "Client created";
/// Copies the id.
pub const COPY_ID: &str = "Copy ID";
/// The id was copied.
pub const COPIED: &str = "Copied";
/// The browser does not let a page write to the clipboard; the id is selected instead.
pub const COPY_BLOCKED: &str = "Press Ctrl+C to copy the selected ID";
/// Starts over.
pub const CREATE_ANOTHER: &str = "Create another client";
/// The heading of the record.
pub const RECORD: &str = "Details";
/// Shown for a null.
pub const DASH: &str = "–";
/// The heading of the invitation.
pub const INVITE_TITLE: &str = "Invite to the client portal";
/// What the invitation does.
pub const INVITE_NOTE: &str = "Roosted sends one e-mail with a link to the client portal.";
/// The label of the address.
pub const INVITE_EMAIL: &str = "Send the invitation to";
/// The button of the invitation.
pub const INVITE: &str = "Send invitation";
/// The button when somebody was invited before.
pub const INVITE_AGAIN: &str = "Invite again…";
/// The button that sends another one.
pub const INVITE_ANOTHER: &str = "Send another invitation";
/// Leaves things as they are.
pub const NEVER_MIND: &str = "Don’t send another";
/// While the invitation is on its way.
pub const INVITING: &str = "Sending the invitation…";
/// The invitation went out.
pub const INVITED: &str = "Invitation sent";
/// The button that looks again.
pub const LOOK_AGAIN: &str = "Look again";
/// The button that picks a candidate.
pub const PICK: &str = "This is the one";
/// The button that warns before it is sent again.
pub const SEND_AGAIN: &str = "Send again…";
/// The button that sends it again after the warning.
pub const SEND_ANYWAY: &str = "Send it a second time";
/// The button that thinks better of it.
pub const DO_NOT_SEND: &str = "Don’t send it";
/// The button that goes back to the form although the outcome is open.
pub const BACK_TO_FORM: &str = "I looked in Roosted – back to the form";
/// True, of a flag.
pub const YES: &str = "Yes";
/// False, of a flag.
pub const NO: &str = "No";
/// The badge of a pending client.
pub const PENDING: &str = "Pending";

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
pub const fn group(group: Group) -> &'static str {
    match group {
        Group::Client => "Client",
        Group::Contact => "Primary contact",
        Group::Billing => "Billing",
        Group::Address => "Address",
    }
}

/// The label of a field.
pub const fn label(field: Field) -> &'static str {
    match field {
        Field::Name => "Client name",
        Field::ContactName => "Contact name",
        Field::ContactEmail => "Contact e-mail",
        Field::InvoiceCustomerId => "Customer ID in your billing system",
        Field::Address => "Street address",
        Field::City => "City",
        Field::State => "State or region",
        Field::PostalCode => "Postal code",
    }
}

/// A field in the middle of a sentence, short enough for one line below a narrow input.
const fn noun(field: Field) -> &'static str {
    match field {
        Field::Name => "client name",
        Field::ContactName => "contact name",
        Field::ContactEmail => "contact e-mail",
        Field::InvoiceCustomerId => "customer ID",
        Field::Address => "street address",
        Field::City => "city",
        Field::State => "state or region",
        Field::PostalCode => "postal code",
    }
}

/// What helps to fill a field in, where something does.
pub const fn hint(field: Field) -> Option<&'static str> {
    match field {
        Field::Name => Some("As it appears on schedules and invoices"),
        Field::InvoiceCustomerId => Some("For example the number in QuickBooks"),
        Field::ContactName
        | Field::ContactEmail
        | Field::Address
        | Field::City
        | Field::State
        | Field::PostalCode => None,
    }
}

/// What to put right in a field.
pub fn mistake(field: Field, reason: Reason) -> String {
    match (field, reason) {
        (Field::Name, Reason::Required) => "Enter the client’s name".into(),
        (_, Reason::Required) => ["Enter the ", noun(field)].concat(),
        (_, Reason::TooLong { over }) => {
            ["Shorten the ", noun(field), " by ", &characters(over)].concat()
        }
        (_, Reason::Refused) => ["Check the ", noun(field), ": Roosted refused it"].concat(),
    }
}

/// What looks odd about a field.
pub const fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Email => "Is this an e-mail address?",
    }
}

/// How full a field is.
pub fn gauge(gauge: Gauge) -> String {
    let Gauge { length, limit } = gauge;
    if length > limit {
        [&characters(length - limit), " too many"].concat()
    } else {
        [&characters(limit - length), " left"].concat()
    }
}

/// The heading of the summary.
pub fn summary(mistakes: usize) -> String {
    if mistakes == 1 {
        "There is 1 thing to correct".into()
    } else {
        ["There are ", &number(mistakes), " things to correct"].concat()
    }
}

/// The label of a field of the record.
pub const fn record_label(field: ClientField) -> &'static str {
    match field {
        ClientField::Id => "ID",
        ClientField::Name => "Client name",
        ClientField::ContactName => "Contact name",
        ClientField::ContactPhone => "Contact phone",
        ClientField::ContactEmail => "Contact e-mail",
        ClientField::ContactTitle => "Contact title",
        ClientField::DefaultComments => "Instructions for workers",
        ClientField::InvoiceCustomerId => "Billing customer ID",
        ClientField::Address => "Street address",
        ClientField::City => "City",
        ClientField::State => "State or region",
        ClientField::PostalCode => "Postal code",
        ClientField::CompanyName => "Company",
        ClientField::PortalStatus => "Portal status",
        ClientField::PortalConnected => "Connected to the portal",
        ClientField::PortalInvited => "Invited to the portal",
        ClientField::PortalInviteEmail => "Invitation sent to",
        ClientField::Pending => "Pending",
    }
}

/// The badge of a client.
pub fn portal_status(status: PortalStatus) -> String {
    match status {
        PortalStatus::NotConnected => "Not connected".into(),
        PortalStatus::Invited => "Invited".into(),
        PortalStatus::Connected => "Connected".into(),
        PortalStatus::Unknown(number) => ["Unknown (", &number.to_string(), ")"].concat(),
    }
}

/// What happened, as the headline of a banner.
pub const fn failure_title(kind: Kind) -> &'static str {
    match kind {
        Kind::Rejected => "Roosted did not accept the client",
        Kind::Unauthorized => "You are signed out",
        Kind::Forbidden => "You may not create clients here",
        Kind::RateLimited => "Too many clients in a short time",
        Kind::Unavailable => "Roosted cannot be reached right now",
        Kind::Misconfigured => "This form is not set up correctly",
        Kind::Offline => "You are offline – nothing was sent",
        Kind::Unconfirmed | Kind::Unknown => "It is not confirmed that the client was created",
        Kind::Unsupported => "This form cannot run in this browser",
    }
}

/// What the person can do, and what became of what was typed.
pub fn failure(failure: &Failure) -> String {
    let detail = failure.code.and_then(code);
    match (failure.kind, detail) {
        (_, Some(detail)) => detail.into(),
        (Kind::Rejected, _) => {
            "Nothing was created. Check what you typed, correct it and create the client again."
                .into()
        }
        (Kind::Unauthorized, _) => "Nothing was created and everything you typed is kept. Sign in \
             in another tab, then come back and create the client."
            .into(),
        (Kind::Forbidden, _) => "Nothing was created and everything you typed is kept. Ask the \
             administrator of this portal for access."
            .into(),
        (Kind::RateLimited, _) => wait(failure.retry_after),
        (Kind::Unavailable, _) => "Nothing was created and everything you typed is kept. Create \
             the client again in a moment."
            .into(),
        (Kind::Misconfigured, _) => "Nothing was created and everything you typed is kept. Tell \
             the administrator of this portal."
            .into(),
        (Kind::Offline, _) => {
            "Everything you typed is kept. Create the client when you are back online.".into()
        }
        (Kind::Unconfirmed | Kind::Unknown, _) => "It may or may not exist. Everything you typed \
             is kept. Look for the client in Roosted before you create it again."
            .into(),
        (Kind::Unsupported, _) => {
            "Use a current browser, or add the client in Roosted itself.".into()
        }
    }
}

/// While it is being looked up whether the client was created.
pub const CHECKING_TITLE: &str = "Checking whether the client was created";
/// The headline of a banner that had told that the device is offline.
pub const ONLINE: &str = "You are back online – nothing was sent";
/// Below it.
pub const SEND_NOW: &str = "Everything you typed is kept. Create the client when you are ready.";

/// Where the record lands, where a person should know.
pub fn environment(name: EnvironmentName, host: &str) -> Option<String> {
    match name {
        EnvironmentName::Production => None,
        EnvironmentName::Sandbox => {
            Some("Test environment: clients land in the Roosted sandbox.".into())
        }
        EnvironmentName::Demo => {
            Some("Demo: clients are kept on this computer until the demo stops.".into())
        }
        EnvironmentName::Custom | EnvironmentName::Unknown => {
            Some(["Clients land in ", host, "."].concat())
        }
    }
}

/// Codes whose kind alone would not tell the person enough.
const fn code(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::UpstreamConflict => {
            "Nothing was created: Roosted reports a conflict with a record it already has. Check \
             whether the client exists, or change what you typed."
        }
        Code::UpstreamUnauthorized => {
            "Nothing was created and everything you typed is kept. Roosted refused this portal’s \
             API key: tell the administrator of this portal."
        }
        Code::UpstreamForbidden => {
            "Nothing was created and everything you typed is kept. This portal’s API key may not \
             create clients: tell the administrator of this portal."
        }
        Code::UpstreamNotFound => {
            "Nothing was created and everything you typed is kept. This portal asks Roosted at a \
             wrong address: tell the administrator of this portal."
        }
        Code::UpstreamBusy => {
            "Roosted asks to wait. Nothing was created and everything you typed is kept. Create \
             the client again in a minute."
        }
        Code::TooLarge => {
            "Nothing was created: what you typed is too large. Shorten it and create the client \
             again."
        }
        Code::KeyReused => {
            "Nothing more was created: an earlier version of this client was already sent. Look \
             for it in Roosted before you create it again."
        }
        Code::UnknownSubmission => {
            "It never arrived, so nothing was created. Everything you typed is kept: create the \
             client again."
        }
        _ => return None,
    })
}

fn wait(seconds: Option<u32>) -> String {
    let wait = match seconds {
        None | Some(0) => "Wait a moment".into(),
        Some(1) => "Wait one second".into(),
        Some(seconds @ 2..120) => ["Wait ", &number(seconds as usize), " seconds"].concat(),
        Some(seconds) => ["Wait ", &number(seconds.div_ceil(60) as usize), " minutes"].concat(),
    };
    ["Nothing was created and everything you typed is kept. ", &wait, ", then create the client."]
        .concat()
}

fn characters(count: usize) -> String {
    if count == 1 { "1 character".into() } else { [&number(count), " characters"].concat() }
}

/// A whole number with a comma at each thousand.
fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
