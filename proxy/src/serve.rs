//! From settings to a running door, and back to nothing.
//!
//! Callers come in by `accept`, which finds each a seat in the `room`. Between a connection's bytes
//! and hyper stands the `gate`; it judges each `head`, and is only as patient as the [`Limits`] say.

mod accept;
mod body;
mod connection;
mod files;
mod gate;
pub(crate) mod head;
mod limits;
mod linger;
mod pace;
mod presence;
mod room;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::middleware::from_fn;
use reqwest::Url;
use roosted_contract::{Environment, EnvironmentName};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::config::{Backend, Config};
use crate::demo::{self, DemoError};
use crate::ledger::{Ledger, LedgerError};
use crate::upstream::{Reach, Upstream, UpstreamError};
use crate::{Door, Doorkeeper, DoorkeeperError, Metrics, Tasks, admin, app, guard, log, otel};

pub use accept::accept;
pub(crate) use body::TooSlow;
pub use limits::Limits;

/// How long what is under way may take when the process is to end.
const DRAIN: Duration = Duration::from_secs(25);

/// The most connections of the admin side: a few probes and somebody who looks.
const ADMIN_CONNECTIONS: usize = 64;

/// Why the door could not be opened, or fell shut.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The upstream cannot be spoken to.
    #[error("cannot speak to the API")]
    Upstream(#[from] UpstreamError),
    /// The keys of the tokens cannot be asked for.
    #[error("cannot ask who is coming in")]
    Doorkeeper(#[from] DoorkeeperError),
    /// The ledger cannot be opened.
    #[error("cannot open the ledger")]
    Ledger(#[from] LedgerError),
    /// The stand-in does not start.
    #[error("cannot start the demo")]
    Demo(#[from] DemoError),
    /// An address or the signals cannot be had.
    #[error("cannot go on")]
    Io(#[from] io::Error),
}

/// Opens the door and keeps it open until SIGTERM or SIGINT; then lets finish what is under way.
///
/// # Errors
///
/// Returns any [`ServeError`].
pub async fn serve(config: Config) -> Result<(), ServeError> {
    let public = listen(config.listen).await?;
    let private = listen(config.admin_listen).await?;
    let address = public.local_addr()?;
    let origins = config.public_origins.at(address.port());

    let (url, key, reach, name) = match config.backend {
        Backend::Api(url, key, reach) => {
            let name = EnvironmentName::of_host(url.host_str().unwrap_or_default());
            (url, key, reach, name)
        }
        Backend::Demo => {
            let demo = demo::start().await?;
            (demo.url, demo.key, Reach::ThisMachine, EnvironmentName::Demo)
        }
    };
    let metrics = Metrics::default();
    let Config { api_auth, invite, timeouts, .. } = config;
    let upstream = Upstream::new(&url, key, api_auth, invite, timeouts, reach, metrics.clone())?;
    let ledger = Ledger::open(&config.ledger).await?;
    let tasks = Tasks::default();
    // Before the first line: whoever reads it may already send one.
    let signals = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);

    log::start(config.log);
    otel::start();
    tracing::info!(
        target: log::ALWAYS, event = "listening", public = %address, admin = %private.local_addr()?,
    );
    if name == EnvironmentName::Demo {
        tracing::info!(event = "demo", api = %url);
    }
    if config.access.is_open() && origins.reach_beyond_this_machine() {
        tracing::warn!(event = "open", "whoever reaches the public origin may create clients");
    }

    // It asks for keys at once, and says so in the log: after the first line, which others read.
    let doorkeeper = Doorkeeper::new(config.access)?;
    // It answers to the very end.
    let probes =
        admin(tasks.clone(), ledger.clone(), metrics.clone()).layer(from_fn(guard::shaped));
    let few = Limits { connections: ADMIN_CONNECTIONS, ..Limits::default() };
    let health = tokio::spawn(accept(private, probes, few, Tasks::default()));
    let connections = files::room_for(config.limits.connections);
    let limits = Limits { connections, ..config.limits };
    let door = Door {
        upstream,
        environment: environment(name, &url),
        doorkeeper,
        rate_limit: config.rate_limit,
        origins,
        assets: config.assets,
        policy: config.policy,
        answer: config.timeouts.answer,
        ledger,
        in_flight: limits.in_flight,
        reconcile: config.reconcile,
        tasks: tasks.clone(),
        metrics,
    };
    let server = tokio::spawn(accept(public, app(door), limits, tasks.clone()));
    until_told(signals).await;
    drain(server, tasks).await;
    health.abort();
    otel::stop().await;
    Ok(())
}

async fn until_told((mut terminate, mut interrupt): (Signal, Signal)) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// Lets finish what is under way, for a while.
async fn drain(server: JoinHandle<()>, tasks: Tasks) {
    tracing::info!(event = "draining");
    tasks.close();
    let drained = timeout(DRAIN, async {
        // The callers first: each waits for its task.
        let _ = server.await;
        tasks.done().await;
    });
    if drained.await.is_ok() {
        tracing::info!(event = "drained");
    } else {
        tracing::error!(event = "drained", "some work was broken off");
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })
}

fn environment(name: EnvironmentName, url: &Url) -> Environment {
    Environment {
        name,
        upstream_host: url.host_str().unwrap_or_default().to_owned(),
        proxy_version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
