//! What became of one submission.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::{Client, IdempotencyKey, Problem};

closed_set! {
    /// How far a submission has come.
    SubmissionState {
        /// The upstream is being asked. Nothing is known yet.
        Sending = "sending",
        /// The client exists. Final.
        Created = "created",
        /// The upstream refused it; nothing was created. Final.
        Rejected = "rejected",
        /// It may or may not exist. Can still become created.
        Unconfirmed = "unconfirmed",
    }
    else
    /// A state this build does not know: treated as unconfirmed.
    Unknown
}

/// The answer of `GET /submissions/{key}` and of a create whose outcome is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// The idempotency key it was sent under.
    pub key: IdempotencyKey,
    /// How far it has come.
    pub state: SubmissionState,
    /// When it came there, RFC 3339 in UTC.
    pub since: String,
    /// The client, once created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Client>,
    /// Why it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
    /// Clients that could be the one, for a person to pick from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<Client>>,
    /// Whether the last look-up is over, so that a person may send it again under a new key.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_send_again: bool,
}
