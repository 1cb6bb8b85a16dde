//! Everything that the proxy says, member by member.
//!
//! One type for all its answers but the client, since each type brings a reader of its own and a
//! visitor loads every one of them. What is not there is empty; the answer says what it needs.

use roosted_contract::{Client, Code, EnvironmentName, FieldError, Problem, SubmissionState};
use serde::Deserialize;

use crate::failure::Failure;

/// A [`Submission`](roosted_contract::Submission), a [`Problem`], or an
/// [`Environment`](roosted_contract::Environment).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Told {
    pub(super) state: Option<SubmissionState>,
    pub(super) client: Option<Client>,
    pub(super) problem: Option<Box<Told>>,
    pub(super) candidates: Option<Vec<Client>>,
    pub(super) may_send_again: bool,
    #[serde(rename = "type")]
    pub(super) type_: String,
    pub(super) code: Option<Code>,
    pub(super) status: u16,
    pub(super) errors: Vec<FieldError>,
    pub(super) name: Option<EnvironmentName>,
    pub(super) upstream_host: String,
}

impl Told {
    /// Whether it is a problem of the proxy. A code that this build knows is a word of the proxy;
    /// one that it does not know is that of a newer one, or of somebody else.
    pub(super) fn is_ours(&self) -> bool {
        self.code != Some(Code::Unknown) || self.type_.starts_with(Problem::TYPE)
    }

    /// The failure of a problem, of that status.
    pub(super) fn failure(self, status: u16) -> Option<Failure> {
        Some(Failure::told(status, self.code?, self.errors))
    }
}
