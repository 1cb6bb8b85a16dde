//! What is said about an attempt to create that failed.

use roosted_contract::{Code, Kind};

use super::word::{plural, word};
use super::{Entry, Word, Words};
use crate::failure::Failure;

/// The headline of a banner that had told that the device is offline.
pub const ONLINE: Word = word!("online.title", "You are back online – nothing was sent");
/// Below it.
pub const SEND_NOW: Word =
    word!("online", "Everything you typed is kept. Create the client when you are ready.");

/// What happened, as the headline of a banner.
pub const fn failure_title(kind: Kind) -> Word {
    match kind {
        Kind::Rejected => word!("rejected.title", "Roosted did not accept the client"),
        Kind::Unauthorized => word!("unauthorized.title", "You are signed out"),
        Kind::Forbidden => word!("forbidden.title", "You may not create clients here"),
        Kind::RateLimited => word!("rate-limited.title", "Too many clients in a short time"),
        Kind::Unavailable => word!("unavailable.title", "Roosted is not available right now"),
        Kind::Misconfigured => word!("misconfigured.title", "This form is not set up correctly"),
        Kind::Offline => word!("offline.title", "You are offline – nothing was sent"),
        Kind::Unconfirmed | Kind::Unknown => {
            word!("unconfirmed.title", "It is not confirmed that the client was created")
        }
        // Told by the element itself, which then has no words of this module.
        Kind::Unsupported => const { &Entry::new("", "This form cannot run in this browser") },
    }
}

/// What the person can do, and what became of what was typed.
pub fn failure(words: &Words, failure: &Failure) -> String {
    if let Some(word) = failure.code.and_then(code) {
        return words.say(word);
    }
    words.say(match failure.kind {
        Kind::Rejected => word!(
            "rejected",
            "Nothing was created. Check what you typed, correct it and create the client again."
        ),
        Kind::Unauthorized => word!(
            "unauthorized",
            "Nothing was created and everything you typed is kept. Sign in in another tab, then \
             come back and create the client."
        ),
        Kind::Forbidden => word!(
            "forbidden",
            "Nothing was created and everything you typed is kept. Ask the administrator of this \
             portal for access."
        ),
        Kind::RateLimited => {
            let wait = wait(words, failure.retry_after);
            let word = word!(
                "rate-limited",
                "Nothing was created and everything you typed is kept. {wait}, then create the \
                 client."
            );
            return words.fill(word, &[("wait", &wait)]);
        }
        Kind::Unavailable => word!(
            "unavailable",
            "Nothing was created and everything you typed is kept. Create the client again in a \
             moment."
        ),
        Kind::Misconfigured => word!(
            "misconfigured",
            "Nothing was created and everything you typed is kept. Tell the administrator of this \
             portal."
        ),
        Kind::Offline => word!(
            "offline",
            "Everything you typed is kept. Create the client when you are back online."
        ),
        Kind::Unconfirmed | Kind::Unknown => word!(
            "unconfirmed",
            "It may or may not exist. Everything you typed is kept. Look for the client in Roosted \
             before you create it again."
        ),
        Kind::Unsupported => {
            const { &Entry::new("", "Use a current browser, or add the client in Roosted itself.") }
        }
    })
}

/// Codes whose kind alone would not tell the person enough.
const fn code(code: Code) -> Option<Word> {
    Some(match code {
        Code::UpstreamConflict => word!(
            "code.upstream-conflict",
            "Nothing was created: Roosted reports a conflict with a record it already has. Check \
             whether the client exists, or change what you typed."
        ),
        Code::UpstreamUnauthorized => word!(
            "code.upstream-unauthorized",
            "Nothing was created and everything you typed is kept. Roosted refused this portal’s \
             API key: tell the administrator of this portal."
        ),
        Code::UpstreamForbidden => word!(
            "code.upstream-forbidden",
            "Nothing was created and everything you typed is kept. This portal’s API key may not \
             create clients: tell the administrator of this portal."
        ),
        Code::UpstreamNotFound => word!(
            "code.upstream-not-found",
            "Nothing was created and everything you typed is kept. This portal asks Roosted at a \
             wrong address: tell the administrator of this portal."
        ),
        Code::UpstreamBusy => word!(
            "code.upstream-busy",
            "Roosted is busy. Nothing was created and everything you typed is kept. Wait a \
             minute, then create the client again."
        ),
        Code::TooLarge => word!(
            "code.too-large",
            "Nothing was created: what you typed is too large. Shorten it and create the client \
             again."
        ),
        Code::KeyReused => word!(
            "code.key-reused",
            "Nothing more was created: an earlier version of this client was already sent. Look \
             for it in Roosted before you create it again."
        ),
        Code::UnknownSubmission => word!(
            "code.unknown-submission",
            "It never arrived, so nothing was created. Everything you typed is kept: create the \
             client again."
        ),
        _ => return None,
    })
}

fn wait(words: &Words, seconds: Option<u32>) -> String {
    let (sentence, count) = match seconds {
        None | Some(0) => return words.say(word!("wait.moment", "Wait a moment")),
        Some(seconds @ 1..120) => {
            (plural!("wait.seconds", "Wait one second", "Wait {count} seconds"), seconds)
        }
        Some(seconds) => (
            plural!("wait.minutes", "Wait {count} minute", "Wait {count} minutes"),
            seconds.div_ceil(60),
        ),
    };
    words.count(sentence, count.into(), ("", ""))
}
