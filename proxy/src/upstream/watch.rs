//! One call of the upstream, as those who run the door see it: counted, timed, and a piece of the
//! trace that it belongs to.

use std::time::Instant;

use reqwest::RequestBuilder;
use roosted_contract::Client;

use super::Upstream;
use super::exchange::{Call, client, exchange};
use super::outcome::{Doubt, Failure, Outcome};
use crate::metrics::{Access, Answer};
use crate::otel;
use crate::trace::{TRACEPARENT, Trace};

impl Upstream {
    /// Sends a request and reads the body of a success.
    pub(super) async fn ask(&self, call: Call, request: RequestBuilder) -> Outcome<Vec<u8>> {
        let (begun, trace) = (Instant::now(), Trace::current().child());
        let request = request.header(TRACEPARENT, trace.header());
        let outcome = exchange(call, request, &self.0.lines, &self.0.breaker).await;
        self.0.metrics.reached(has_answered(&outcome));
        if let Outcome::Failed(Failure::LeftAlone { .. }) = outcome {
            // That was no call.
            return outcome;
        }
        let (took, answer) = (begun.elapsed(), answer(&outcome));
        self.0.metrics.called(access(call), answer, took);
        self.alert(&outcome);
        otel::called(trace, took, call.as_str(), answer.as_str());
        outcome
    }

    /// Reads a client from an answer, and counts one that is not as documented.
    pub(super) fn client_in(&self, body: &[u8]) -> Result<Client, Doubt> {
        let (client, drift) = match client(body) {
            Ok(decoded) => (Ok(decoded.client), decoded.drift),
            Err(doubt) => (Err(doubt), 1),
        };
        if drift > 0 {
            tracing::debug!(event = "drift", members = drift);
            self.0.metrics.drifted();
        }
        client
    }

    /// Nobody can create anything until somebody mends the key.
    fn alert<T>(&self, outcome: &Outcome<T>) {
        if let Outcome::Failed(Failure::Refused { status: status @ (401 | 403), .. }) = outcome {
            let count = self.0.metrics.key_refused();
            tracing::error!(event = "key-refused", status, count, "the API key needs attention");
        }
    }
}

fn access(call: Call) -> Access {
    if call.is_read() { Access::Read } else { Access::Write }
}

fn answer<T>(outcome: &Outcome<T>) -> Answer {
    match outcome {
        Outcome::Done(_) => Answer::Done,
        Outcome::Failed(_) => Answer::Failed,
        Outcome::Unknown(_) => Answer::Unknown,
    }
}

/// Whether somebody is there, whatever is said.
fn has_answered<T>(outcome: &Outcome<T>) -> bool {
    !matches!(
        outcome,
        Outcome::Failed(Failure::NotSent(_) | Failure::LeftAlone { .. })
            | Outcome::Unknown(Doubt::Late | Doubt::Lost(_))
    )
}
