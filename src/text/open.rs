//! What is said while the outcome of a submission is open.

use roosted_contract::Kind;

use super::{CHECKING_TITLE, failure_title};
use crate::form::{Finding, Inquiry};

/// Where the look-ups stand, as the headline of a banner.
pub fn inquiry_title(inquiry: &Inquiry) -> &'static str {
    if inquiry.is_weary() { failure_title(Kind::Unconfirmed) } else { CHECKING_TITLE }
}

/// What is being done about it, and what the person can do; `kept` tells whether what was typed is
/// still there.
pub fn inquiry(inquiry: &Inquiry, kept: bool) -> String {
    let (so, then) = match inquiry.finding() {
        _ if inquiry.is_warned() => {
            return "Sending it again may create the client a second time. Look for it in Roosted \
                    first, and send it only if it is not there."
                .into();
        }
        _ if inquiry.is_offline() => (
            "You are offline. This form looks for the client as soon as you are back. ",
            "Nothing is sent again by itself.",
        ),
        Finding::SignedOut => (
            "You are signed out. Sign in in another tab, and this form goes on by itself. ",
            "Nothing is sent twice.",
        ),
        _ if inquiry.candidates().len() == 1 => (
            "Roosted has a client that could be this one; pick it if it is. ",
            "Nothing is sent again by itself.",
        ),
        _ if !inquiry.candidates().is_empty() => (
            "Roosted has clients that could be this one; pick it if it is among them. ",
            "Nothing is sent again by itself.",
        ),
        Finding::Unknowable => (
            "It may or may not exist, and this portal keeps no record by which this form could \
             tell. ",
            "Look for the client in Roosted before you create it again.",
        ),
        _ if inquiry.may_send_again() => (
            "It was not found, and may still exist. ",
            "Look for the client in Roosted before you send it again.",
        ),
        _ if inquiry.is_weary() => (
            "It may or may not exist. This form goes on looking for it, and nothing is sent twice. ",
            "You can also look for the client in Roosted.",
        ),
        _ => ("This form keeps asking until it is known. ", "Nothing is sent twice."),
    };
    [so, if kept { "Everything you typed is kept. " } else { "" }, then].concat()
}

/// How far the look-ups have come: when it was sent, and how many seconds ago it was looked up.
pub fn progress(sent: &str, looking: bool, ago: Option<u64>) -> String {
    let (number, unit) = match ago {
        _ if looking => return ["Sent at ", sent, ". Looking now."].concat(),
        None => return ["Sent at ", sent, "."].concat(),
        Some(seconds @ ..60) => (seconds, " second"),
        Some(seconds) => (seconds / 60, " minute"),
    };
    let plural = if number == 1 { "" } else { "s" };
    ["Sent at ", sent, ". Last looked ", &number.to_string(), unit, plural, " ago."].concat()
}

/// A time of day.
pub fn time_of_day(hours: u32, minutes: u32) -> String {
    let zero = if minutes < 10 { "0" } else { "" };
    [&*hours.to_string(), ":", zero, &minutes.to_string()].concat()
}
