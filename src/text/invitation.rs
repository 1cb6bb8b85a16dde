//! What is said about an invitation.

use roosted_contract::{Code, FieldCode, Kind};

use super::word::word;
use super::{Word, Words, date};
use crate::failure::Failure;

/// The heading of the invitation.
pub const INVITE_TITLE: Word = word!("invite.title", "Client portal");
/// What the invitation does.
pub const INVITE_NOTE: Word =
    word!("invite.note", "Roosted sends one e-mail with a link to the client portal.");
/// The label of the address.
pub const INVITE_EMAIL: Word = word!("invite.email", "Send the invitation to");
/// The button of the invitation.
pub const INVITE: Word = word!("invite.send", "Send invitation");
/// The button when somebody was invited before.
pub const INVITE_AGAIN: Word = word!("invite.again", "Invite again…");
/// The button that sends another one.
pub const INVITE_ANOTHER: Word = word!("invite.send-another", "Send another invitation");
/// Leaves things as they are.
pub const NEVER_MIND: Word = word!("invite.never-mind", "Don’t send another");
/// While the invitation is on its way.
pub const INVITING: Word = word!("invite.sending", "Sending…");
/// The invitation went out.
pub const INVITED: Word = word!("invite.sent", "Invitation sent");

/// Who was invited and when.
pub fn invited(words: &Words, email: Option<&str>, when: Option<&str>) -> String {
    let word = match (email, when) {
        (Some(_), Some(_)) => word!("invited.email.when", "{email} was invited on {when}."),
        (Some(_), None) => word!("invited.email", "{email} was invited."),
        (None, Some(_)) => word!("invited.when", "An invitation was sent on {when}."),
        (None, None) => word!("invited", "This client has been invited."),
    };
    let when = when.map(|it| date(words, it)).unwrap_or_default();
    let gaps = [("email", email.unwrap_or_default()), ("when", &*when)];
    words.fill(word, &gaps)
}

/// Asked before another invitation goes out.
pub fn invite_again(words: &Words, email: &str) -> String {
    let word = if email.is_empty() {
        word!("invite.question", "An invitation was already sent. Send another one?")
    } else {
        word!("invite.question.email", "An invitation already went to {email}. Send another one?")
    };
    words.fill(word, &[("email", email)])
}

/// What to put right in the address of an invitation.
pub const fn invite_mistake(code: FieldCode) -> Word {
    match code {
        FieldCode::Required => {
            word!("mistake.invite_email.required", "Enter an e-mail address for the invitation")
        }
        FieldCode::TooLong => word!(
            "mistake.invite_email.too-long",
            "Enter an e-mail address of at most 255 characters"
        ),
        _ => word!("mistake.invite_email", "Enter an e-mail address like name@example.com"),
    }
}

/// The headline above the failure of an invitation, when its client's card is gone.
pub fn missed(words: &Words, client: &str) -> String {
    words.fill(word!("invite.missed", "About the invitation to {client}"), &[("client", client)])
}

/// What to do about the invitation, which failed alone.
pub fn invite_failure(words: &Words, failure: &Failure) -> String {
    let why = match (failure.kind, failure.code) {
        (_, Some(Code::InviteNotConfigured)) => word!(
            "invite.code.invite-not-configured",
            "Invitations are not set up in this portal. Tell its administrator, or send the \
             invitation in Roosted."
        ),
        (_, Some(Code::UpstreamUnauthorized)) => word!(
            "invite.code.upstream-unauthorized",
            "Roosted refused this portal’s API key. Tell the administrator of this portal."
        ),
        (_, Some(Code::UpstreamForbidden)) => word!(
            "invite.code.upstream-forbidden",
            "This portal’s API key may not send invitations. Tell the administrator of this portal."
        ),
        (_, Some(Code::ClientNotFound)) => word!(
            "invite.code.client-not-found",
            "Roosted no longer knows this client. Look for it in Roosted."
        ),
        (Kind::Unauthorized, _) => word!(
            "invite.unauthorized",
            "You are signed out. Sign in in another tab, then try again."
        ),
        (Kind::Forbidden, _) => {
            word!("invite.forbidden", "You may not send invitations here. Ask the administrator.")
        }
        (Kind::RateLimited, _) => word!(
            "invite.rate-limited",
            "Too many requests in a short time. Wait a moment, then try again."
        ),
        (Kind::Unavailable, _) => word!(
            "invite.unavailable",
            "Roosted is not available right now. Try again in a moment."
        ),
        (Kind::Misconfigured, _) => word!(
            "invite.misconfigured",
            "This form is not set up correctly. Tell the administrator of this portal."
        ),
        (Kind::Offline, _) => {
            word!("invite.offline", "You are offline. Try again when you are back.")
        }
        (Kind::Rejected, _) => {
            word!("invite.rejected", "Roosted did not accept it. Check the address and try again.")
        }
        (Kind::Unconfirmed | Kind::Unknown | Kind::Unsupported, _) => {
            return words.say(word!(
                "invite.unconfirmed",
                "The client is created. It is not confirmed that the invitation was sent. Ask the \
                 contact, or look in Roosted, before you send another one."
            ));
        }
    };
    let word = word!("invite.failed", "The client is created; the invitation was not sent. {why}");
    words.fill(word, &[("why", &words.say(why))])
}
