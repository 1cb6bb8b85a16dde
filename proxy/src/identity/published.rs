//! The keys of an issuer as they are now: asked for in the background, and once more when a token
//! names a key that is not known yet.
//!
//! > **Invariant:** what callers bring can cause one request in [`Times::between`], however much of
//! > it there is. While the issuer cannot be reached, the last keys stay in use.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING};
use jsonwebtoken::{Algorithm, DecodingKey};
use reqwest::{Client, Response, Url, redirect, retry};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use super::Stranger;
use super::keys::KeySet;
use crate::upstream::{chain, tls};

/// The keys of an issuer. It stops asking when this is dropped.
pub(super) struct Published {
    state: watch::Receiver<State>,
    wanted: Arc<Notify>,
    /// When a caller last caused a request.
    last_wanted: Mutex<Option<Instant>>,
    times: Times,
    asking: JoinHandle<()>,
}

/// What is known, and whether more is under way.
#[derive(Clone, Default)]
struct State {
    keys: Option<Arc<KeySet>>,
    /// How many requests have come to an end.
    asked: u64,
    is_asking: bool,
}

/// How long to wait for what.
#[derive(Clone, Copy)]
struct Times {
    /// For a whole answer.
    answer: Duration,
    /// Until the keys are asked for again: so long a key that was withdrawn may go on being used.
    again: Duration,
    /// The same after a failure.
    after_failure: Duration,
    /// Between two requests that callers have caused.
    between: Duration,
}

const TIMES: Times = Times {
    answer: Duration::from_secs(5),
    again: Duration::from_mins(5),
    after_failure: Duration::from_secs(30),
    between: Duration::from_secs(10),
};

/// The most bytes of a set of keys: some issuers send a certificate with each.
const MOST: usize = 256 * 1024;

/// Why the keys cannot be asked for at all.
#[derive(Debug, thiserror::Error)]
pub enum DoorkeeperError {
    /// The certificates of this machine cannot be used.
    #[error("no certificates to check the issuer by")]
    Tls(#[from] rustls::Error),
    /// The client cannot be made.
    #[error("no HTTP client")]
    Http(#[from] reqwest::Error),
}

/// Why there are no new keys.
#[derive(Debug, thiserror::Error)]
enum KeysError {
    #[error("the issuer cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    #[error("the issuer did not answer in time")]
    Late,
    #[error("the issuer answered {0}")]
    Status(StatusCode),
    #[error("the answer is too large")]
    TooLarge,
    #[error("there is no usable key in the answer")]
    NoKeys,
}

impl Published {
    /// Begins to ask, within a Tokio runtime.
    pub(super) fn at(url: Url) -> Result<Self, DoorkeeperError> {
        Self::with(url, TIMES)
    }

    fn with(url: Url, times: Times) -> Result<Self, DoorkeeperError> {
        let secure = url.scheme() == "https";
        let http = Client::builder()
            .tls_backend_preconfigured(tls(secure)?)
            .https_only(secure)
            .user_agent(concat!("roosted-proxy/", env!("CARGO_PKG_VERSION")))
            .timeout(times.answer)
            // Whoever answers instead could sign tokens.
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .pool_max_idle_per_host(0)
            .retry(retry::never())
            .build()?;
        let (sender, state) = watch::channel(State { is_asking: true, ..State::default() });
        let wanted = Arc::new(Notify::new());
        let asking = tokio::spawn(keep_asking(http, url, times, sender, wanted.clone()));
        Ok(Self { state, wanted, last_wanted: Mutex::new(None), times, asking })
    }

    /// The key of a token.
    pub(super) async fn find(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<DecodingKey, Stranger> {
        if let Ok(key) = self.known(id, algorithm) {
            return Ok(key);
        }
        self.look_again().await;
        self.known(id, algorithm)
    }

    fn known(&self, id: Option<&str>, algorithm: Algorithm) -> Result<DecodingKey, Stranger> {
        let state = self.state.borrow();
        let keys = state.keys.as_ref().ok_or(Stranger::NoKeys)?;
        keys.find(id, algorithm).cloned().ok_or(Stranger::UnknownKey)
    }

    /// Waits for the keys that are being asked for, or asks for them, if that may be.
    async fn look_again(&self) {
        let mut state = self.state.clone();
        let State { asked, is_asking, .. } = *state.borrow();
        if !is_asking {
            if !self.may_ask() {
                return;
            }
            self.wanted.notify_one();
        }
        // The answer has its own limit; this one is for a runtime that is ending.
        let _ = timeout(self.times.answer * 2, state.wait_for(|it| it.asked > asked)).await;
    }

    fn may_ask(&self) -> bool {
        let mut last = self.last_wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let may = last.is_none_or(|last| now - last >= self.times.between);
        if may {
            *last = Some(now);
        }
        may
    }
}

impl Drop for Published {
    fn drop(&mut self) {
        self.asking.abort();
    }
}

/// Asks for the keys, for ever. Detached from every caller, so that hanging up stops nothing.
async fn keep_asking(
    http: Client,
    url: Url,
    times: Times,
    state: watch::Sender<State>,
    wanted: Arc<Notify>,
) {
    loop {
        state.send_modify(|it| it.is_asking = true);
        let keys = ask(&http, &url).await;
        let pause = match &keys {
            Ok(keys) => {
                tracing::info!(event = "sign-in-keys", count = keys.len());
                times.again
            }
            Err(error) => {
                let why = chain(error);
                tracing::error!(event = "sign-in-keys", why, "the last keys stay in use");
                times.after_failure
            }
        };
        state.send_modify(|it| {
            it.keys = keys.ok().map(Arc::new).or_else(|| it.keys.take());
            it.asked += 1;
            it.is_asking = false;
        });
        // Either is a reason to ask.
        let _ = timeout(pause, wanted.notified()).await;
    }
}

async fn ask(http: &Client, url: &Url) -> Result<KeySet, KeysError> {
    let request = http.get(url.clone()).header(ACCEPT, "application/json");
    let response = request.header(ACCEPT_ENCODING, "identity").send().await.map_err(lost)?;
    if response.status() != StatusCode::OK {
        return Err(KeysError::Status(response.status()));
    }
    KeySet::read(&read(response).await?).ok_or(KeysError::NoKeys)
}

async fn read(mut response: Response) -> Result<Vec<u8>, KeysError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > MOST {
            return Err(KeysError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn lost(error: reqwest::Error) -> KeysError {
    if error.is_timeout() { KeysError::Late } else { KeysError::Unreachable(error.without_url()) }
}
