//! The ways an answer can go wrong, and which request each waits for.

use axum::http::Method;
use serde::{Deserialize, Serialize};

use crate::API_PATH;

/// A call of the API that faults can be planned for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// `POST /clients`.
    Create,
    /// `GET /clients/{id}`.
    Get,
    /// `GET /clients`.
    List,
    /// `POST /clients/{id}/invite`.
    Invite,
    /// `PATCH /clients/{id}`.
    Edit,
}

/// What the next requests on a route run into: the body of `POST /_faults`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The call.
    pub route: Route,
    /// How many requests; one where it is left out. A request without the key does not count.
    #[serde(default = "once")]
    pub times: u32,
    /// The fault.
    pub fault: Fault,
}

/// A way an answer goes wrong, told apart by its `kind`.
///
/// Where there is a `created`, it says whether the request does its work first (stores the
/// client, sends the invitation, makes the edit); left out, it is false and the work is never
/// done, although the answer may say so.
///
/// ```
/// use roosted_sandbox::Fault;
///
/// let fault: Fault = serde_json::from_str(r#"{ "kind": "hang", "created": true }"#).unwrap();
/// assert_eq!(fault, Fault::Hang { created: true });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fault {
    /// Answers as usual, later. The work is done in any case, even when the caller has hung up:
    /// before the wait when `created`, else after it.
    Latency {
        /// How long it waits, in milliseconds.
        ms: u64,
        /// Whether the work is done before the wait.
        #[serde(default)]
        created: bool,
    },
    /// Answers with a status, headers and a body of the test's choice.
    Status {
        /// The status.
        status: u16,
        /// Headers by name and value, such as `["retry-after", "3"]`.
        #[serde(default)]
        headers: Vec<(String, String)>,
        /// The body; where it is left out, a vendor's error.
        #[serde(default)]
        body: Option<String>,
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// Never answers and keeps the connection open.
    Hang {
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// Resets the connection (TCP RST) without an answer.
    Reset {
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// Closes the connection in an orderly way (TCP FIN) without an answer.
    Close {
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// Announces the usual answer, sends half of its body and closes the connection.
    Cut {
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// The usual status with a body that is no JSON.
    Malformed {
        /// The body; where it is left out, the usual one without its last character.
        #[serde(default)]
        body: Option<String>,
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// The usual status with valid JSON of at least this size, which makes sense when read to
    /// its end.
    Huge {
        /// The size, in bytes.
        bytes: u64,
        /// Whether it is sent in chunks, without saying its length.
        #[serde(default)]
        chunked: bool,
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// Points to another address.
    Redirect {
        /// Where to.
        location: String,
        /// The status; 307 where it is left out.
        #[serde(default = "temporary")]
        status: u16,
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// A page instead of JSON, as a gateway or a login sends it.
    Html {
        /// The status; 200 where it is left out.
        #[serde(default = "ok")]
        status: u16,
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// The usual answer without its `id`.
    NoId {
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// Sends every header of the request back, as headers and in the body: the key too.
    Echo {
        /// The status; 500 where it is left out.
        #[serde(default = "failed")]
        status: u16,
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
    /// The usual answer of a later version of the API: an unknown field, a portal status of 7,
    /// an `id` that is a number (another one than the stored).
    Drift {
        /// Whether there are fields that nobody knows.
        #[serde(default)]
        extra: bool,
        /// Whether the id is a number.
        #[serde(default)]
        numeric_id: bool,
        /// The portal status, if it is to be changed.
        #[serde(default)]
        portal_status: Option<i64>,
        /// Whether the work is done first.
        #[serde(default)]
        created: bool,
    },
}

impl Fault {
    /// Whether the request still does its work.
    pub(crate) fn works(&self) -> bool {
        match *self {
            Self::Latency { .. } => true,
            Self::Status { created, .. }
            | Self::Hang { created }
            | Self::Reset { created }
            | Self::Close { created }
            | Self::Cut { created }
            | Self::Malformed { created, .. }
            | Self::Huge { created, .. }
            | Self::Redirect { created, .. }
            | Self::Html { created, .. }
            | Self::NoId { created }
            | Self::Echo { created, .. }
            | Self::Drift { created, .. } => created,
        }
    }
}

impl Route {
    /// The call a request makes.
    pub(crate) fn of(method: &Method, path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix(API_PATH)?.split('/').skip(1);
        let place = (parts.next()?, parts.next(), parts.next(), parts.next());
        match (method.as_str(), place) {
            ("POST", ("clients", None, None, None)) => Some(Self::Create),
            ("GET", ("clients", None, None, None)) => Some(Self::List),
            ("GET", ("clients", Some(_), None, None)) => Some(Self::Get),
            ("PATCH", ("clients", Some(_), None, None)) => Some(Self::Edit),
            ("POST", ("clients", Some(_), Some("invite"), None)) => Some(Self::Invite),
            _ => None,
        }
    }
}

/// The faults that have not happened yet, in the order they were planned.
#[derive(Default)]
pub(crate) struct Plans(Vec<Plan>);

impl Plans {
    pub(crate) fn add(&mut self, plan: Plan) {
        self.0.push(plan);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault the next request on `route` runs into.
    pub(crate) fn take(&mut self, route: Route) -> Option<Fault> {
        self.0.retain(|it| it.times > 0);
        let plan = self.0.iter_mut().find(|it| it.route == route)?;
        plan.times -= 1;
        Some(plan.fault.clone())
    }
}

const fn once() -> u32 {
    1
}

const fn ok() -> u16 {
    200
}

const fn temporary() -> u16 {
    307
}

const fn failed() -> u16 {
    500
}
