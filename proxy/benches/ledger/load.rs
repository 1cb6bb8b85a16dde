//! Streams of creates, and how long each of them took.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Client, StatusCode};
use serde_json::json;
use tokio::task::JoinSet;

use crate::site::{API_KEY, Program};

/// Somebody who creates clients.
#[derive(Clone)]
pub(crate) struct Target {
    http: Client,
    url: String,
    /// How many were created, so that each has a name and a key of its own.
    count: Arc<AtomicUsize>,
}

/// What a stream of creates took.
#[derive(Default)]
pub(crate) struct Load {
    /// Of each create.
    latencies: Vec<Duration>,
    /// From the first to the last.
    took: Duration,
}

impl Target {
    /// The upstream itself, called as the proxy calls it.
    pub(crate) fn direct(sandbox: &Program) -> Self {
        Self::new(format!("{}/clients", sandbox.url), &[("x-api-key", API_KEY)])
    }

    /// The proxy, called as the form calls it.
    pub(crate) fn through(proxy: &Program) -> Self {
        let headers = [("x-roosted-form", "1"), ("origin", &proxy.url)];
        Self::new(format!("{}/api/clients", proxy.url), &headers)
    }

    fn new(url: String, headers: &[(&'static str, &str)]) -> Self {
        let headers = headers.iter().map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        });
        let http = Client::builder().default_headers(headers.collect()).no_proxy().build();
        Self { http: http.unwrap(), url, count: Arc::default() }
    }

    /// Creates that many clients, some of them at the same time.
    ///
    /// # Panics
    ///
    /// When a create is answered with anything but 201.
    pub(crate) async fn create(&self, clients: usize, in_flight: usize) -> Load {
        let begun = Instant::now();
        let last = self.count.load(Ordering::Relaxed) + clients;
        let mut callers = JoinSet::new();
        for _ in 0..in_flight {
            callers.spawn(self.clone().create_until(last));
        }
        let latencies: Vec<_> = callers.join_all().await.into_iter().flatten().collect();
        self.count.store(last, Ordering::Relaxed);
        assert_eq!(latencies.len(), clients);
        Load { latencies, took: begun.elapsed() }
    }

    async fn create_until(self, last: usize) -> Vec<Duration> {
        let mut latencies = Vec::new();
        loop {
            let number = self.count.fetch_add(1, Ordering::Relaxed);
            if number >= last {
                return latencies;
            }
            latencies.push(self.create_one(number).await);
        }
    }

    async fn create_one(&self, number: usize) -> Duration {
        let draft = json!({
            "client_name": format!("Ada Lovelace {number}"),
            "client_contact_email": format!("ada.{number}@example.org"),
            "client_city": "London",
        });
        let request = self
            .http
            .post(&self.url)
            .header("idempotency-key", format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d"))
            .header("content-type", "application/json")
            .body(draft.to_string());
        let begun = Instant::now();
        let response = request.send().await.unwrap();
        let status = response.status();
        let body = response.bytes().await.unwrap();
        let took = begun.elapsed();
        assert_eq!(status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&body));
        took
    }
}

impl Load {
    /// Adds another stream.
    pub(crate) fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.took += other.took;
    }

    /// Creates in a second.
    #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
    pub(crate) fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }

    /// The time that so many of a hundred creates did not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        percentile(&self.latencies, percent)
    }
}

/// The time that so many of a hundred did not exceed.
pub(crate) fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times[(times.len() * percent).div_ceil(100) - 1]
}
