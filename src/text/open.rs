//! What is said while the outcome of a submission is open.

use roosted_contract::Kind;

use super::word::{plural, word};
use super::{Word, Words, failure_title};
use crate::form::{Finding, Inquiry};

/// While it is being looked up whether the client was created.
pub const CHECKING_TITLE: Word = word!("open.title", "Checking whether the client was created");
/// The button that looks again.
pub const LOOK_AGAIN: Word = word!("open.look-again", "Look again");
/// The button that picks a candidate.
pub const PICK: Word = word!("open.pick", "This is the one");
/// The button that warns before it is sent again.
pub const SEND_AGAIN: Word = word!("open.send-again", "Send again…");
/// The button that sends it again after the warning.
pub const SEND_ANYWAY: Word = word!("open.send-anyway", "Send it a second time");
/// The button that thinks better of it.
pub const DO_NOT_SEND: Word = word!("open.do-not-send", "Don’t send it");
/// The button that goes back to the form although the outcome is open.
pub const BACK_TO_FORM: Word = word!("open.back", "I looked in Roosted – back to the form");

/// Where the look-ups stand, as the headline of a banner.
pub fn inquiry_title(inquiry: &Inquiry) -> Word {
    if inquiry.is_weary() { failure_title(Kind::Unconfirmed) } else { CHECKING_TITLE }
}

/// What is being done about it, and what the person can do; `kept` tells whether what was typed is
/// still there.
pub fn inquiry(words: &Words, inquiry: &Inquiry, kept: bool) -> String {
    let kept = if kept {
        words.say(word!("open.kept", "Everything you typed is kept. "))
    } else {
        String::new()
    };
    let gap = ("kept", &*kept);
    let sentence = match inquiry.finding() {
        _ if inquiry.is_warned() => word!(
            "open.warning",
            "Sending it again may create the client a second time. Look for it in Roosted first, \
             and send it only if it is not there."
        ),
        _ if inquiry.is_offline() => word!(
            "open.offline",
            "You are offline. This form looks for the client as soon as you are back. \
             {kept}Nothing is sent again by itself."
        ),
        Finding::SignedOut => word!(
            "open.signed-out",
            "You are signed out. Sign in in another tab, and this form goes on by itself. \
             {kept}Nothing is sent twice."
        ),
        _ if !inquiry.candidates().is_empty() => {
            let sentence = plural!(
                "open.candidates",
                "Roosted has a client that could be this one; pick it if it is. {kept}Nothing is \
                 sent again by itself.",
                "Roosted has clients that could be this one; pick it if it is among them. \
                 {kept}Nothing is sent again by itself."
            );
            return words.count(sentence, inquiry.candidates().len() as u64, gap);
        }
        Finding::Unknowable => word!(
            "open.unknowable",
            "It may or may not exist, and this portal keeps no record by which this form could \
             tell. {kept}Look for the client in Roosted before you create it again."
        ),
        _ if inquiry.may_send_again() => word!(
            "open.not-found",
            "It was not found, and may still exist. {kept}Look for the client in Roosted before \
             you send it again."
        ),
        _ if inquiry.is_weary() => word!(
            "open.unconfirmed",
            "It may or may not exist. This form goes on looking for it, and nothing is sent twice. \
             {kept}You can also look for the client in Roosted."
        ),
        _ => word!(
            "open.checking",
            "This form keeps asking until it is known. {kept}Nothing is sent twice."
        ),
    };
    words.fill(sentence, &[gap])
}

/// How far the look-ups have come: when it was sent, and how many seconds ago it was looked up.
pub fn progress(words: &Words, sent: &str, looking: bool, ago: Option<u64>) -> String {
    let gap = ("time", sent);
    let (sentence, count) = match ago {
        _ if looking => {
            return words.fill(word!("progress.looking", "Sent at {time}. Looking now."), &[gap]);
        }
        None => return words.fill(word!("progress.sent", "Sent at {time}."), &[gap]),
        Some(seconds @ ..60) => (
            plural!(
                "progress.seconds",
                "Sent at {time}. Last looked 1 second ago.",
                "Sent at {time}. Last looked {count} seconds ago."
            ),
            seconds,
        ),
        Some(seconds) => (
            plural!(
                "progress.minutes",
                "Sent at {time}. Last looked 1 minute ago.",
                "Sent at {time}. Last looked {count} minutes ago."
            ),
            seconds / 60,
        ),
    };
    words.count(sentence, count, gap)
}
