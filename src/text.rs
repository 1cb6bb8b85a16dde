//! Every sentence a person can read.
//!
//! A `match` on each enum without a `_` arm where the set is ours, so that a missing sentence does
//! not compile. Sentences say what to do; a failure says whether what was typed is safe. Each has
//! a key by which the other languages have it (`roosted_languages`) and a page may replace it;
//! `docs/messages.md` lists them.

mod failure;
mod field;
mod intl;
mod invitation;
mod open;
mod paste;
mod record;
mod word;

pub use failure::{ONLINE, SEND_NOW, failure, failure_title};
pub use field::{Group, doubt, gauge, group, hint, label, mistake, summary};
pub use invitation::{
    INVITE, INVITE_AGAIN, INVITE_ANOTHER, INVITE_EMAIL, INVITE_NOTE, INVITE_TITLE, INVITED,
    INVITING, NEVER_MIND, invite_again, invite_failure, invite_mistake, invited, missed,
};
pub use open::{
    BACK_TO_FORM, CHECKING_TITLE, DO_NOT_SEND, LOOK_AGAIN, PICK, SEND_AGAIN, SEND_ANYWAY, inquiry,
    inquiry_title, progress,
};
pub use paste::{FILL, LEAVE_IT, UNDO, fill, labels, piece, piece_label};
pub use record::{
    COPIED, COPY_BLOCKED, COPY_ID, CREATE_ANOTHER, CREATED, DASH, NO, PENDING, RECORD, YES,
    portal_status, record_label,
};
use roosted_contract::EnvironmentName;
use word::word;
pub use word::{Entry, Word, Words};

/// The heading of the form.
pub const FORM_TITLE: Word = word!("form.title", "Add a client");
/// Marks a required field.
pub const REQUIRED: Word = word!("form.required", "required");
/// The button of the form.
pub const CREATE: Word = word!("form.create", "Create client");
/// The button while a request is on its way, and what is announced then.
pub const CREATING: Word = word!("form.creating", "Creating the client…");
/// Beside the button.
pub const CREATE_NOTE: Word =
    word!("form.note", "No e-mail is sent. You can invite the client afterwards.");
/// The page does not want the client to be created, and does not say why.
pub const REFUSED: Word = word!("form.refused", "This portal did not accept the client");
/// What was typed before the page was loaded anew stands in the form.
pub const RESTORED: Word =
    word!("draft.restored", "Draft restored: this is what you typed before.");
/// Throws it away.
pub const DISCARD: Word = word!("draft.discard", "Discard");
/// What is typed would not survive a reload.
pub const NOT_KEPT: Word =
    word!("draft.not-kept", "No draft can be kept here: leaving this page loses what you type.");

/// Where the record lands, where a person should know.
pub fn environment(words: &Words, name: EnvironmentName, host: &str) -> Option<String> {
    let word = match name {
        EnvironmentName::Production => return None,
        EnvironmentName::Sandbox => {
            word!("environment.sandbox", "Test environment: clients land in the Roosted sandbox.")
        }
        EnvironmentName::Demo => word!(
            "environment.demo",
            "Demo: clients are kept on this computer until the demo stops."
        ),
        EnvironmentName::Custom | EnvironmentName::Unknown => {
            word!("environment.custom", "Clients land in {host}.")
        }
    };
    Some(words.fill(word, &[("host", host)]))
}

/// A date as people write it. How the API writes one is not promised: what the browser cannot read stays as it is,
/// and what has no zone keeps its hour.
pub fn date(words: &Words, date: &str) -> String {
    intl::date(&words.locale, date)
}

/// The time of day here at `at`, in milliseconds since 1970.
pub fn time_of_day(words: &Words, at: u64) -> String {
    intl::time(&words.locale, at)
}
