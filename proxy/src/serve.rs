//! From settings to a running door, and back to nothing.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use reqwest::Url;
use roosted_contract::{Environment, EnvironmentName};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::timeout;

use crate::config::{Backend, Config};
use crate::demo::{self, DemoError};
use crate::ledger::{Ledger, LedgerError};
use crate::upstream::{Upstream, UpstreamError};
use crate::{Door, Metrics, Tasks, admin, app, log, otel};

/// How long what is under way may take when the process is to end.
const DRAIN: Duration = Duration::from_secs(25);

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
    /// The ledger cannot be opened.
    #[error("cannot open the ledger")]
    Ledger(#[from] LedgerError),
    /// The stand-in does not start.
    #[error("cannot start the demo")]
    Demo(#[from] DemoError),
    /// A listener or the signals failed.
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

    let (url, key, name) = match config.backend {
        Backend::Api(url, key) => {
            let name = EnvironmentName::of_host(url.host_str().unwrap_or_default());
            (url, key, name)
        }
        Backend::Demo => {
            let demo = demo::start().await?;
            (demo.url, demo.key, EnvironmentName::Demo)
        }
    };
    let metrics = Metrics::default();
    let Config { api_auth, invite, timeouts, .. } = config;
    let upstream = Upstream::new(&url, key, api_auth, invite, timeouts, metrics.clone())?;
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

    let health = tokio::spawn(
        axum::serve(private, admin(tasks.clone(), ledger.clone(), metrics.clone())).into_future(),
    );
    let door = Door {
        upstream,
        environment: environment(name, &url),
        access: config.access,
        origins,
        assets: config.assets,
        policy: config.policy,
        answer: config.timeouts.answer,
        ledger,
        reconcile: config.reconcile,
        tasks: tasks.clone(),
        metrics,
    };
    let result = until_told(public, app(door), tasks, signals).await;
    health.abort();
    otel::stop().await;
    result
}

async fn until_told(
    public: TcpListener,
    app: Router,
    tasks: Tasks,
    (mut terminate, mut interrupt): (Signal, Signal),
) -> Result<(), ServeError> {
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let closing = tasks.clone();
    let server = axum::serve(public, service)
        .with_graceful_shutdown(async move { closing.closing().await })
        .into_future();
    let mut server = tokio::spawn(server);

    tokio::select! {
        result = &mut server => return Ok(result.map_err(io::Error::other)??),
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
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
    Ok(())
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
