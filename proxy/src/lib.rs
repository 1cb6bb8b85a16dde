//! The same-origin door between the form and the Roosted API.
//!
//! It serves the page, keeps the API key to itself, and refuses what it should not forward.
//! Read in this order:
//!
//! 1. [`app`], the whole surface: every route and every layer, listed once;
//! 2. `routes`, the handlers: parse, check, pass on, answer; `body` reads what they take;
//! 3. `submissions`, what makes a create happen once for each key, and `invitations`; below them
//!    `ledger`, what is kept on disk, `census`, which clients the upstream has, and `reconcile`,
//!    which looks up what nobody knows;
//! 4. `upstream`, the only place that knows the API's address, key and paths;
//! 5. `around`, the one layer that every request passes; `guard`, `identity`, `limits` and `headers`:
//!    who may knock, who is asking, how much one user may do, what every answer carries;
//! 6. `error` and `record`: what a caller is told, and what the log is; [`audit()`], what was done;
//!    `metrics`, what is counted, `trace` and `otel`, whose work it is;
//! 7. `assets`, the built page;
//! 8. [`openapi()`], our own routes for other programs;
//! 9. [`config`], every setting; `serve`, `admin`, `demo`, `log` and [`Tasks`]: the process, and
//!    [`accept`] with its [`Limits`]: how long a caller may take, and how much.
//!
//! > **Invariant:** what reaches the upstream is built anew from checked values; no header, path
//! > or byte of a caller is passed on but the ids of a trace, and no text of the upstream is passed
//! > back.
//! >
//! > **Invariant:** there is no CORS header and no list of clients, for anybody.

mod admin;
mod around;
mod assets;
mod audit;
mod body;
mod census;
pub mod config;
mod demo;
mod error;
mod failpoint;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod guard;
mod headers;
mod identity;
mod in_flight;
mod invitations;
mod ledger;
mod limits;
mod log;
mod metrics;
mod openapi;
mod otel;
mod reconcile;
mod record;
mod routes;
mod serve;
mod submissions;
mod tasks;
mod trace;
mod upstream;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use roosted_contract::Environment;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use around::Around;
use body::LargeBodies;
use census::Census;
use config::{Origins, RateLimit, Reconcile};
use in_flight::InFlight;
use limits::UserLimits;
use reconcile::Reconciler;
use submissions::Submissions;

pub use admin::admin;
pub use assets::{Assets, AssetsError};
pub use audit::{AuditError, audit};
pub use body::BodyError;
pub use demo::DemoError;
pub use error::AppError;
pub use guard::Refusal;
pub use headers::Policy;
pub use identity::{Doorkeeper, DoorkeeperError, Stranger};
pub use ledger::{Ledger, LedgerError, LedgerKey, LedgerKeyError, Place};
pub use metrics::Metrics;
pub use openapi::openapi;
pub use serve::{Limits, ServeError, accept, serve};
pub use tasks::Tasks;
pub use upstream::{ApiKey, Doubt, Failure, KeyError, Reach, Upstream, UpstreamError};

/// Everything the door is made of.
pub struct Door {
    /// What stands behind it.
    pub upstream: Upstream,
    /// Where a record will land.
    pub environment: Environment,
    /// Who may come in.
    pub doorkeeper: Doorkeeper,
    /// How many creates one user may begin, if that is limited.
    pub rate_limit: Option<RateLimit>,
    /// The origins that may call.
    pub origins: Origins,
    /// The built page.
    pub assets: Assets,
    /// What the page may do.
    pub policy: Policy,
    /// How long a caller waits at most.
    pub answer: Duration,
    /// Where submissions are kept.
    pub ledger: Ledger,
    /// The most requests under way towards the upstream.
    pub in_flight: usize,
    /// When an open outcome is looked up.
    pub reconcile: Reconcile,
    /// The work that must not be broken off.
    pub tasks: Tasks,
    /// What is counted.
    pub metrics: Metrics,
}

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) upstream: Upstream,
    pub(crate) submissions: Submissions,
    pub(crate) environment: Environment,
    pub(crate) doorkeeper: Doorkeeper,
    pub(crate) tasks: Tasks,
    pub(crate) in_flight: InFlight,
    pub(crate) large_bodies: LargeBodies,
    _background: Background,
}

/// What goes on by itself for as long as somebody may call.
struct Background([JoinHandle<()>; 2]);

impl Drop for Background {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// Builds the service, within a Tokio runtime. Tests call it directly, without a listener; they
/// bring the caller's address as [`axum::extract::ConnectInfo`].
pub fn app(door: Door) -> Router {
    let Door { upstream, environment, doorkeeper, origins, assets, policy, answer, .. } = door;
    let Door { rate_limit, ledger, reconcile: times, tasks, in_flight, metrics, .. } = door;
    let policy = policy.with_styles(&assets.inline_styles());
    let (origins, assets) = (Arc::new(origins), Arc::new(assets));
    let in_flight = InFlight::new(in_flight);
    let census = Census::new(upstream.clone(), ledger.clone());
    let bell = Arc::new(Notify::new());
    let submissions = Submissions {
        ledger: ledger.clone(),
        census: census.clone(),
        upstream: upstream.clone(),
        tasks: tasks.clone(),
        limits: rate_limit.map(UserLimits::new),
        in_flight: in_flight.clone(),
        answer,
        first_look: times.first(),
        bell: bell.clone(),
        metrics: metrics.clone(),
    };
    let reconciler = Reconciler { ledger, census, times, bell, metrics: metrics.clone() };
    let background =
        Background([tokio::spawn(reconciler.clone().run()), tokio::spawn(reconciler.keep_alive())]);
    let shared = Shared {
        upstream,
        submissions,
        environment,
        doorkeeper,
        tasks,
        in_flight,
        large_bodies: LargeBodies::default(),
        _background: background,
    };
    let page = async move |request: Request| {
        assets.answer(request.method(), request.uri().path(), request.headers())
    };

    let routes = Router::new()
        .nest("/api", routes::api(&origins))
        // Neither a route of ours nor a file.
        .route("/api/", any(async || AppError::NotFound))
        .fallback(page)
        .with_state(App(Arc::new(shared)));
    let around = Around { origins, policy, metrics };
    routes.layer(from_fn_with_state(Arc::new(around), around::every))
}
