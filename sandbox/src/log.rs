//! What arrived: every request to the API, in order, so that a test can count.

use axum::http::request::Parts;
use serde::{Deserialize, Serialize};

/// One request that arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedRequest {
    /// Its place among all requests since the start; the first is 1.
    pub number: u64,
    /// The method.
    pub method: String,
    /// The path, with its query if it had one.
    pub path: String,
    /// Every header as it came: name in lower case, value.
    pub headers: Vec<(String, String)>,
    /// As much of the body as arrived.
    pub body: String,
    /// The id of the client or contact it created or changed, if it did.
    pub stored: Option<String>,
}

impl LoggedRequest {
    /// The values of a header, in order.
    pub fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |it| it.0 == name).map(|it| it.1.as_str())
    }
}

/// Every request since the last clearing.
#[derive(Default)]
pub(crate) struct Log {
    /// Whether requests are counted and nothing else.
    off: bool,
    arrived: u64,
    requests: Vec<LoggedRequest>,
}

impl Log {
    /// Takes note of a request whose head has arrived, and gives it a number.
    pub(crate) fn arrived(&mut self, parts: &Parts) -> u64 {
        self.arrived += 1;
        if self.off {
            return self.arrived;
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        self.requests.push(LoggedRequest {
            number: self.arrived,
            method: parts.method.to_string(),
            path: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            headers: parts
                .headers
                .iter()
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: String::new(),
            stored: None,
        });
        self.arrived
    }

    /// Adds the body, once as much of it as will ever come is there.
    pub(crate) fn read(&mut self, number: u64, body: &[u8]) {
        if let Some(request) = self.request(number) {
            request.body = String::from_utf8_lossy(body).into_owned();
        }
    }

    /// Marks a request as the one that stored something.
    pub(crate) fn stored(&mut self, number: u64, id: &str) {
        if let Some(request) = self.request(number) {
            request.stored = Some(id.to_owned());
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.requests.iter()
    }

    /// Keeps nothing from now on.
    pub(crate) fn turn_off(&mut self) {
        self.off = true;
    }

    pub(crate) fn clear(&mut self) {
        self.requests.clear();
    }

    /// `None` when the log was cleared while the request was under way, or keeps nothing.
    fn request(&mut self, number: u64) -> Option<&mut LoggedRequest> {
        let place = self.requests.binary_search_by_key(&number, |it| it.number).ok()?;
        self.requests.get_mut(place)
    }
}
