//! What is said about an invitation.

use roosted_contract::{Code, FieldCode, Kind};

use crate::failure::Failure;

/// Who was invited and when, in the API's own words.
pub fn invited(email: Option<&str>, when: Option<&str>) -> String {
    match (email, when) {
        (Some(email), Some(when)) => [email, " was invited on ", when, "."].concat(),
        (Some(email), None) => [email, " was invited."].concat(),
        (None, Some(when)) => ["An invitation was sent on ", when, "."].concat(),
        (None, None) => "This client has been invited.".into(),
    }
}

/// Asked before another invitation goes out.
pub fn invite_again(email: &str) -> String {
    if email.is_empty() {
        "An invitation was already sent. Send another one?".into()
    } else {
        ["An invitation already went to ", email, ". Send another one?"].concat()
    }
}

/// What to put right in the address of an invitation.
pub const fn invite_mistake(code: FieldCode) -> &'static str {
    match code {
        FieldCode::Required => "Enter an e-mail address to invite",
        FieldCode::TooLong => "Enter an e-mail address of at most 255 characters",
        _ => "Enter an e-mail address like name@example.com",
    }
}

/// What to do about the invitation, which failed alone.
pub fn invite_failure(failure: &Failure) -> String {
    let why = match (failure.kind, failure.code) {
        (_, Some(Code::InviteNotConfigured)) => {
            "Invitations are not set up in this portal. Tell its administrator, or send the \
             invitation in Roosted."
        }
        (_, Some(Code::UpstreamUnauthorized)) => {
            "Roosted refused this portal’s API key. Tell the administrator of this portal."
        }
        (_, Some(Code::UpstreamForbidden)) => {
            "This portal’s API key may not send invitations. Tell the administrator of this portal."
        }
        (_, Some(Code::ClientNotFound)) => {
            "Roosted no longer knows this client. Look for it in Roosted."
        }
        (Kind::Unauthorized, _) => "You are signed out. Sign in in another tab, then try again.",
        (Kind::Forbidden, _) => "You may not send invitations here. Ask the administrator.",
        (Kind::RateLimited, _) => {
            "Too many requests in a short time. Wait a moment, then try again."
        }
        (Kind::Unavailable, _) => "Roosted cannot be reached right now. Try again in a moment.",
        (Kind::Misconfigured, _) => {
            "This form is not set up correctly. Tell the administrator of this portal."
        }
        (Kind::Offline, _) => "You are offline. Try again when you are back.",
        (Kind::Rejected, _) => "Roosted did not accept it. Check the address and try again.",
        (Kind::Unconfirmed | Kind::Unknown | Kind::Unsupported, _) => {
            return "The client is created. It is not confirmed that the invitation was sent. Ask \
                    the contact, or look in Roosted, before you send another one."
                .into();
        }
    };
    ["The client is created; the invitation was not sent. ", why].concat()
}
