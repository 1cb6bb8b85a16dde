//! What is counted, for whoever runs the door: every series there is, with its name and labels.
//!
//! > **Invariant:** at most fifty series, and nothing a caller, a person or the upstream says is
//! > in their names or labels: all of them are there from the start, at nought.

mod labels;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, SystemTime};

use axum::http::StatusCode;
use prometheus_client::encoding::prometheus_text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};
use roosted_contract::Code;

use crate::ledger::Stats;
use labels::{Labels, kinds};

pub(crate) use labels::{Access, Answer, Class, Create, Invitation, Route};

/// The media type of [`Metrics::text`].
pub(crate) const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The limits of the durations of creates, in seconds: at once, slow, hardly bearable.
const DURATIONS: [f64; 2] = [1.0, 10.0];

/// Everything that is counted. Clones share it.
#[derive(Clone)]
pub struct Metrics(Arc<Inside>);

type Counters<const N: usize> = Family<Labels<N>, Counter>;

/// A time or a duration in seconds.
type Seconds = Gauge<f64, AtomicU64>;

struct Inside {
    registry: Registry,
    requests: Counters<2>,
    in_flight: Gauge,
    create_duration: Histogram,
    problems: Counters<1>,
    upstream_calls: Counters<2>,
    upstream_seconds: Counter<f64, AtomicU64>,
    upstream_up: Gauge,
    key_refused: Counter,
    drift: Counter,
    creates: Counters<1>,
    invitations: Counters<1>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::default();
        let it = &mut registry;
        about_process(it);
        let inside = Inside {
            requests: add(it, "roosted_requests", "Requests by route and class of status"),
            in_flight: add(it, "roosted_requests_in_flight", "Requests without an answer yet"),
            create_duration: {
                let histogram = Histogram::new(DURATIONS);
                let help = "How long a create took that was answered with 201 or 202";
                it.register("roosted_create_duration_seconds", help, histogram.clone());
                histogram
            },
            problems: add(it, "roosted_problems", "Answers with a problem, by its kind"),
            upstream_calls: add(it, "roosted_upstream_calls", "Calls of the API"),
            upstream_seconds: add(it, "roosted_upstream_seconds", "Time spent in them"),
            upstream_up: add(it, "roosted_upstream_up", "Whether the last call had an answer"),
            key_refused: add(it, "roosted_upstream_key_refused", "Answers 401 and 403"),
            drift: add(it, "roosted_upstream_drift", "Answers unlike the documentation"),
            creates: add(it, "roosted_creates", "What came of creates"),
            invitations: add(it, "roosted_invitations", "What came of invitations"),
            registry,
        };
        inside.begin();
        Self(Arc::new(inside))
    }
}

fn about_process(registry: &mut Registry) {
    let build: Family<Labels<1>, Gauge> = add(registry, "roosted_build_info", "The version");
    build.get_or_create(&[("version", env!("CARGO_PKG_VERSION"))]).set(1);
    let start: Seconds = add(registry, "process_start_time_seconds", "Start, as a Unix time");
    start.set(
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |it| it.as_secs_f64()),
    );
}

/// Makes a metric that has a name from now on; that of a counter is written with `_total` behind it.
fn add<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, help: &str) -> M {
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

impl Inside {
    /// Makes every series, so that a first event is a rise and not an appearance.
    fn begin(&self) {
        for route in Route::ALL {
            for class in Class::ALL {
                drop(self.requests.get_or_create(&answered(*route, *class)));
            }
        }
        for access in Access::ALL {
            for answer in Answer::ALL {
                drop(self.upstream_calls.get_or_create(&called(*access, *answer)));
            }
        }
        for kind in kinds() {
            drop(self.problems.get_or_create(&[("kind", kind.as_str())]));
        }
        for outcome in Create::ALL {
            drop(self.creates.get_or_create(&[("outcome", outcome.as_str())]));
        }
        for outcome in Invitation::ALL {
            drop(self.invitations.get_or_create(&[("outcome", outcome.as_str())]));
        }
        // Nothing says otherwise.
        self.upstream_up.set(1);
    }
}

fn answered(route: Route, class: Class) -> Labels<2> {
    [("route", route.as_str()), ("class", class.as_str())]
}

fn called(access: Access, answer: Answer) -> Labels<2> {
    [("access", access.as_str()), ("outcome", answer.as_str())]
}

impl Metrics {
    /// A request has come.
    pub(crate) fn begun(&self) {
        self.0.in_flight.inc();
    }

    /// It has its answer, or its caller has gone.
    pub(crate) fn ended(&self) {
        self.0.in_flight.dec();
    }

    /// A request was answered after this time, maybe with a problem.
    pub(crate) fn answered(
        &self,
        route: Route,
        status: StatusCode,
        problem: Option<Code>,
        took: Duration,
    ) {
        self.0.requests.get_or_create(&answered(route, Class::of(status))).inc();
        if let Some(code) = problem {
            self.0.problems.get_or_create(&[("kind", code.kind().as_str())]).inc();
        }
        if route == Route::Clients && matches!(status, StatusCode::CREATED | StatusCode::ACCEPTED) {
            self.0.create_duration.observe(took.as_secs_f64());
        }
    }

    /// The upstream was called, and it took this time.
    pub(crate) fn called(&self, access: Access, answer: Answer, took: Duration) {
        self.0.upstream_calls.get_or_create(&called(access, answer)).inc();
        self.0.upstream_seconds.inc_by(took.as_secs_f64());
    }

    /// Whether the upstream could be reached just now.
    pub(crate) fn reached(&self, reached: bool) {
        self.0.upstream_up.set(reached.into());
    }

    /// The upstream refused our key; how often it has.
    pub(crate) fn key_refused(&self) -> u64 {
        self.0.key_refused.inc() + 1
    }

    /// An answer of the upstream was not what its documentation says.
    pub(crate) fn drifted(&self) {
        self.0.drift.inc();
    }

    /// So many creates came to this.
    pub(crate) fn created(&self, outcome: Create, count: usize) {
        self.0.creates.get_or_create(&[("outcome", outcome.as_str())]).inc_by(count as u64);
    }

    /// An invitation came to this.
    pub(crate) fn invited(&self, outcome: Invitation) {
        self.0.invitations.get_or_create(&[("outcome", outcome.as_str())]).inc();
    }

    /// All of it in Prometheus' text format; without what the ledger says where that is not known.
    pub(crate) fn text(&self, ledger: Option<&Stats>) -> String {
        let mut registry = Registry::default();
        if let Some(stats) = ledger {
            about_ledger(&mut registry, stats);
        }
        let mut text = String::new();
        for registry in [&self.0.registry, &registry] {
            encode(&mut text, registry).expect("a string takes everything");
        }
        text
    }
}

fn about_ledger(registry: &mut Registry, stats: &Stats) {
    let rows: Family<Labels<1>, Gauge> =
        add(registry, "roosted_ledger_rows", "Submissions in the ledger by state");
    for (state, count) in stats.rows() {
        rows.get_or_create(&[("state", state)]).set(count);
    }
    let name = "roosted_ledger_oldest_unconfirmed_seconds";
    let oldest: Seconds = add(registry, name, "How long the oldest outcome has been open");
    oldest.set(stats.oldest_unconfirmed().map_or(0.0, |it| it.as_secs_f64()));
}
