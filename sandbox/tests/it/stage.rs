//! A sandbox on a free port, and a caller.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use roosted_sandbox::{API_PATH, Sandbox};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running sandbox. It stops when this is dropped.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) host: String,
    http: Client,
    server: JoinHandle<()>,
}

impl Stage {
    /// Without a key.
    pub(crate) async fn open() -> Self {
        Self::with(None).await
    }

    /// With a key that every call must carry.
    pub(crate) async fn locked(key: &str) -> Self {
        Self::with(Some(key.to_owned())).await
    }

    async fn with(key: Option<String>) -> Self {
        let sandbox = Sandbox::new(key);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let server = sandbox.clone();
        let server = tokio::spawn(async move { server.serve(listener).await.unwrap() });
        Self { sandbox, host, http: caller(), server }
    }

    /// A call of the API.
    pub(crate) fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{API_PATH}{path}", self.host))
    }

    /// A call of the stand-in's own routes.
    pub(crate) fn control(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.host))
    }

    /// A create of these fields.
    pub(crate) fn creating(&self, fields: &Value) -> RequestBuilder {
        self.call(Method::POST, "/clients").json(fields)
    }

    /// Creates a client of that name and tells its id.
    pub(crate) async fn created(&self, name: &str) -> String {
        let answer = self.creating(&json!({ "client_name": name })).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        body(answer).await["id"].as_str().unwrap().to_owned()
    }

    /// Plans a fault for the next request on a route.
    pub(crate) async fn fault(&self, route: &str, fault: Value) {
        let plan = json!({ "route": route, "times": 1, "fault": fault });
        let answer = self.control(Method::POST, "/_faults").json(&plan).send().await.unwrap();
        assert_eq!(answer.status(), 204, "{plan}");
    }

    /// Waits until something is so, at most ten seconds.
    pub(crate) async fn until(&self, is_so: impl Fn(&Sandbox) -> bool) {
        let reached = async {
            while !is_so(&self.sandbox) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), reached).await.unwrap();
    }

    /// The names of the stored clients.
    pub(crate) fn names(&self) -> Vec<String> {
        self.sandbox.clients().iter().map(|it| it.name().to_owned()).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Follows nothing and asks no proxy of the machine, as our own proxy does.
pub(crate) fn caller() -> Client {
    // Built with the whole workspace, reqwest speaks TLS as the proxy asks for it, and then wants a
    // provider even where all is plain. A second call finds the first one's.
    _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(redirect::Policy::none()).build().unwrap()
}

/// The body of an answer, which must be JSON.
pub(crate) async fn body(answer: Response) -> Value {
    answer.json().await.unwrap()
}
