//! The door in front of a real sandbox, and a caller with good manners.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response};
use reqwest::Url;
use roosted_contract::{Environment, EnvironmentName};
use roosted_proxy::config::{
    Access, ApiAuth, InviteCall, PublicOrigins, RateLimit, Reconcile, Timeouts,
};
use roosted_proxy::{
    ApiKey, Assets, Door, Doorkeeper, Ledger, Limits, Metrics, Place, Policy, Reach, Tasks,
    Upstream, accept, admin, app,
};
use roosted_sandbox::{API_PATH, Fault, LoggedRequest, Route, Sandbox};
use secrecy::SecretString;
use serde_json::Value;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

pub(crate) use crate::answer::Answer;
use crate::openapi::is_described;

/// The key of the upstream. It must never be seen on this side of the door.
pub(crate) const CANARY: &str = "canary-9d1f-roosted-key";

/// The origin and host of the page.
pub(crate) const ORIGIN: &str = "http://localhost:8080";
pub(crate) const HOST: &str = "localhost:8080";

/// An idempotency key, and another one.
pub(crate) const KEY: &str = "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d";
pub(crate) const OTHER_KEY: &str = "00000000-8d1b-4c77-9d6b-0e4f1c2a3b4d";

/// The smallest draft that may be sent.
pub(crate) const ADA: &str = r#"{"client_name":"Ada & Sons"}"#;

/// What a test may want otherwise.
pub(crate) struct Setup {
    pub(crate) access: Access,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) auth: ApiAuth,
    pub(crate) invite: InviteCall,
    pub(crate) timeouts: Timeouts,
    pub(crate) reach: Reach,
    /// Another upstream than the sandbox.
    pub(crate) upstream: Option<String>,
    pub(crate) key: ApiKey,
    pub(crate) assets: Option<TempDir>,
    pub(crate) origins: PublicOrigins,
    /// Where submissions are kept, if that is to outlive the stage.
    pub(crate) ledger: Place,
    pub(crate) reconcile: &'static str,
    /// A sandbox that was there before.
    pub(crate) sandbox: Option<Sandbox>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            access: Access::Anybody,
            // A test is quicker than people are.
            rate_limit: None,
            auth: ApiAuth::ApiKeyHeader,
            invite: InviteCall::default(),
            // Long enough for a busy machine; a test that waits for one of them says so.
            timeouts: Timeouts::default(),
            reach: Reach::ThisMachine,
            upstream: None,
            key: ApiKey::fixed(&SecretString::from(CANARY)).unwrap(),
            assets: None,
            origins: PublicOrigins::ThisMachine,
            ledger: Place::Temporary,
            // Nobody looks before the test is over.
            reconcile: "10m",
            sandbox: None,
        }
    }
}

/// Short timeouts where the test has to wait until the upstream is given up on, and only there: a
/// busy machine must not run into them.
pub(crate) fn patience_with(fault: &Value) -> Timeouts {
    let upstream = Duration::from_secs(1);
    match fault["kind"].as_str() {
        Some("hang") => Timeouts { connect: upstream / 2, upstream, ..Timeouts::default() },
        _ => Timeouts::default(),
    }
}

/// The door, and the sandbox behind it. Both end when this is dropped.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) tasks: Tasks,
    app: Router,
    admin: Router,
    upstream: Url,
    /// As the door speaks to it.
    pub(crate) spoken_to: Upstream,
    server: JoinHandle<()>,
    /// The file of the ledger, where it is one, and its folder, where it is nobody else's.
    ledger: Option<PathBuf>,
    _folder: TempDir,
}

impl Stage {
    pub(crate) async fn open() -> Self {
        Self::with(Setup::default()).await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let sandbox = setup.sandbox.unwrap_or_else(|| Sandbox::new(Some(CANARY.to_owned())));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}{API_PATH}", listener.local_addr().unwrap());
        let server = tokio::spawn({
            let sandbox = sandbox.clone();
            async move { sandbox.serve(listener).await.unwrap() }
        });
        let url: Url = setup.upstream.unwrap_or(url).parse().unwrap();
        let metrics = Metrics::default();
        let Setup { key, auth, invite, timeouts, reach, .. } = setup;
        let upstream =
            Upstream::new(&url, key, auth, invite, timeouts, reach, metrics.clone()).unwrap();
        let spoken_to = upstream.clone();
        let folder = setup.assets.unwrap_or_else(page);
        let tasks = Tasks::default();
        let own = tempfile::tempdir().unwrap();
        // A temporary one that can be looked into.
        let place = match setup.ledger {
            Place::Temporary => in_folder(&own),
            place => place,
        };
        let ledger = Ledger::open(&place).await.unwrap();
        let ledger_file = match place {
            Place::File(file, _) => Some(file),
            _ => None,
        };
        let admin = admin(tasks.clone(), ledger.clone(), metrics.clone());
        let app = app(Door {
            upstream,
            environment: Environment {
                name: EnvironmentName::Custom,
                upstream_host: url.host_str().unwrap().to_owned(),
                proxy_version: "1.2.3".to_owned(),
            },
            doorkeeper: Doorkeeper::new(setup.access).unwrap(),
            rate_limit: setup.rate_limit,
            origins: setup.origins.at(8080),
            assets: Assets::read(folder.path()).unwrap(),
            policy: Policy::framed_by("'self'").unwrap(),
            answer: setup.timeouts.answer,
            ledger,
            in_flight: Limits::default().in_flight,
            reconcile: Reconcile::read(setup.reconcile).unwrap(),
            tasks: tasks.clone(),
            metrics,
        });
        Self {
            sandbox,
            tasks,
            app,
            admin,
            upstream: url,
            spoken_to,
            server,
            ledger: ledger_file,
            _folder: own,
        }
    }

    /// Sends a request as it is. Whatever is answered has to be described.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let answer = Answer::read(self.begin(request).await).await;
        is_described(&method, &path, &answer);
        answer
    }

    /// The same, without waiting for it: dropped, the caller has hung up.
    pub(crate) fn begin(
        &self,
        mut request: Request<Body>,
    ) -> impl Future<Output = Response<Body>> + use<> {
        if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
            request.extensions_mut().insert(peer("127.0.0.1:40000"));
        }
        let app = self.app.clone();
        async move { app.oneshot(request).await.unwrap() }
    }

    /// Opens the door on a socket, to callers who write bytes. They call it by [`HOST`].
    pub(crate) async fn listen(&self, limits: Limits) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(accept(listener, self.app.clone(), limits, self.tasks.clone()));
        address
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(get(path)).await
    }

    /// Whether it takes work, as the side for those who run it says.
    pub(crate) async fn ready(&self) -> bool {
        self.admin("/readyz").await.status == 200
    }

    /// What the side for those who run it says.
    pub(crate) async fn admin(&self, path: &str) -> Answer {
        Answer::read(self.admin.clone().oneshot(get(path)).await.unwrap()).await
    }

    /// Waits until it takes work again.
    pub(crate) async fn until_ready(&self) {
        within_reason(async {
            while !self.ready().await {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }

    /// As the form sends a draft.
    pub(crate) async fn create(&self, key: &str, draft: &str) -> Answer {
        self.ask(creating(key, draft)).await
    }

    /// As the form sends an invitation.
    pub(crate) async fn invite(&self, id: &str, body: &str) -> Answer {
        self.ask(posting(&format!("/api/clients/{id}/invite"), body)).await
    }

    /// The id of a client that was just created.
    pub(crate) async fn created(&self) -> String {
        let answer = self.create(OTHER_KEY, ADA).await;
        assert_eq!(answer.status, 201);
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Where the upstream is.
    pub(crate) fn upstream_url(&self) -> &Url {
        &self.upstream
    }

    /// Lets the next request on `route` run into a fault.
    pub(crate) fn plan(&self, route: Route, fault: Value) {
        let fault: Fault = serde_json::from_value(fault).unwrap();
        self.sandbox.plan(route, 1, fault);
    }

    /// What reached the upstream, but for the lists that are read beside each create.
    pub(crate) fn arrived(&self) -> Vec<LoggedRequest> {
        let is_list = |it: &LoggedRequest| it.path.starts_with(&format!("{API_PATH}/clients?"));
        self.sandbox.log().into_iter().filter(|it| !is_list(it)).collect()
    }

    /// How many requests would have created a client.
    pub(crate) fn posts(&self) -> usize {
        let create = format!("{API_PATH}/clients");
        self.arrived().iter().filter(|it| it.method == "POST" && it.path == create).count()
    }

    #[track_caller]
    pub(crate) fn nothing_arrived(&self) {
        let arrived: Vec<_> =
            self.sandbox.log().into_iter().map(|it| (it.method, it.path)).collect();
        assert!(arrived.is_empty(), "{arrived:?}");
        assert!(self.sandbox.clients().is_empty());
    }

    /// How many submissions there are in the ledger, whoever made them.
    pub(crate) async fn claimed(&self) -> i64 {
        let options = SqliteConnectOptions::new().filename(self.ledger.as_ref().unwrap());
        let mut ledger = options.read_only(true).connect().await.unwrap();
        let count = sqlx::query_scalar("SELECT count(*) FROM submissions");
        count.fetch_one(&mut ledger).await.unwrap()
    }

    /// That a refusal was one: nothing upstream, and nothing in the ledger.
    pub(crate) async fn nothing_happened(&self) {
        self.nothing_arrived();
        assert_eq!(self.claimed().await, 0);
    }

    /// Waits until as many requests have reached the upstream.
    pub(crate) async fn until_arrived(&self, count: usize) {
        within_reason(async {
            while self.arrived().len() < count {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }

    /// Asks for a submission until it is in that state.
    pub(crate) async fn until_submission(&self, key: &str, state: &str) -> Value {
        within_reason(async {
            loop {
                let answer = self.get(&format!("/api/submissions/{key}")).await;
                if answer.status == 200 && answer.json()["state"] == state {
                    return answer.json();
                }
                tokio::task::yield_now().await;
            }
        })
        .await
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A peer of a request.
pub(crate) fn peer(address: &str) -> ConnectInfo<SocketAddr> {
    ConnectInfo(address.parse().unwrap())
}

pub(crate) fn get(path: &str) -> Request<Body> {
    Request::get(path).header("host", HOST).body(Body::empty()).unwrap()
}

/// A POST with everything that the form sends.
pub(crate) fn posting(path: &str, body: &str) -> Request<Body> {
    Request::post(path)
        .header("host", HOST)
        .header("origin", ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .header("x-roosted-form", "1")
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// A create with everything that the form sends.
pub(crate) fn creating(key: &str, draft: &str) -> Request<Body> {
    let mut request = posting("/api/clients", draft);
    request.headers_mut().insert("idempotency-key", key.parse().unwrap());
    request
}

/// A ledger that outlives a stage.
pub(crate) fn in_folder(folder: &TempDir) -> Place {
    Place::File(ledger_file(folder), None)
}

pub(crate) fn ledger_file(folder: &TempDir) -> PathBuf {
    folder.path().join("ledger.db")
}

/// A folder with the smallest page.
pub(crate) fn page() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "index.html", b"<!doctype html><title>Page</title>");
    folder
}

pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Waits for something that has to happen, on the slowest machine.
pub(crate) async fn within_reason<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), work).await.unwrap()
}
