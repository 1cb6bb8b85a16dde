//! What is said about a created client.

use roosted_contract::{ClientField, PortalStatus};

use super::word::word;
use super::{Word, Words};

/// The heading of the card.
pub const CREATED: Word = word!("card.title", "Client created");
/// Copies the id.
pub const COPY_ID: Word = word!("card.copy-id", "Copy ID");
/// The id was copied.
pub const COPIED: Word = word!("card.copied", "Copied");
/// The browser does not let a page write to the clipboard; the id is selected instead.
pub const COPY_BLOCKED: Word = word!("card.copy-blocked", "Press Ctrl+C to copy the selected ID");
/// Starts over.
pub const CREATE_ANOTHER: Word = word!("card.create-another", "Create another client");
/// The heading of the record.
pub const RECORD: Word = word!("record.title", "Details");
/// Shown for a null.
pub const DASH: Word = word!("record.null", "–");
/// True, of a flag.
pub const YES: Word = word!("record.yes", "Yes");
/// False, of a flag.
pub const NO: Word = word!("record.no", "No");
/// The badge of a pending client.
pub const PENDING: Word = word!("status.pending", "Pending");

/// The label of a field of the record.
pub const fn record_label(field: ClientField) -> Word {
    match field {
        ClientField::Id => word!("record.id", "ID"),
        ClientField::Name => word!("record.client_name", "Client name"),
        ClientField::ContactName => word!("record.client_contact_name", "Contact name"),
        ClientField::ContactPhone => word!("record.client_contact_phone", "Contact phone"),
        ClientField::ContactEmail => word!("record.client_contact_email", "Contact e-mail"),
        ClientField::ContactTitle => word!("record.client_contact_title", "Contact title"),
        ClientField::DefaultComments => {
            word!("record.default_comments_for_workers", "Instructions for workers")
        }
        ClientField::InvoiceCustomerId => {
            word!("record.client_invoice_customer_id", "Billing customer ID")
        }
        ClientField::Address => word!("record.client_address", "Street address"),
        ClientField::City => word!("record.client_city", "City"),
        ClientField::State => word!("record.client_state", "State or region"),
        ClientField::PostalCode => word!("record.client_postal_code", "Postal code"),
        ClientField::CompanyName => word!("record.company_name", "Company"),
        ClientField::PortalStatus => {
            word!("record.client_portal_connection_status", "Portal status")
        }
        ClientField::PortalConnected => {
            word!("record.client_portal_connection_datetime", "Connected to portal on")
        }
        ClientField::PortalInvited => {
            word!("record.client_portal_invite_datetime", "Invited to portal on")
        }
        ClientField::PortalInviteEmail => {
            word!("record.client_portal_invite_email", "Invitation sent to")
        }
        ClientField::Pending => word!("record.pending", "Pending"),
    }
}

/// The badge of a client.
pub fn portal_status(words: &Words, status: PortalStatus) -> String {
    words.say(match status {
        PortalStatus::NotConnected => word!("status.null", "Not connected"),
        PortalStatus::Invited => word!("status.0", "Invited"),
        PortalStatus::Connected => word!("status.2", "Connected"),
        PortalStatus::Unknown(number) => {
            let unknown = word!("status.unknown", "Unknown ({number})");
            return words.fill(unknown, &[("number", &number.to_string())]);
        }
    })
}
