//! An upstream and a ledger that outlive the programs that use them, and the four counters by which
//! everything is judged that happens there.

use std::path::PathBuf;

use axum::body::Body;
use axum::http::Request;
use roosted_contract::Client;
use roosted_sandbox::{API_PATH, Fault, LoggedRequest, Route, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::program::{Program, until};
use crate::server::Server;
use crate::stage::{CANARY, ledger_file};

/// Where programs come and go.
pub(crate) struct Site {
    pub(crate) sandbox: Sandbox,
    url: String,
    ledger: String,
    ledger_key: Option<PathBuf>,
    folder: TempDir,
}

/// A submission, and the name that only its client has.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) key: String,
    pub(crate) name: String,
}

/// What the upstream stored and what callers are told, compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counters {
    /// Told to be created, and not there.
    pub(crate) lost: usize,
    /// There more than once.
    pub(crate) duplicated: usize,
    /// There, and told not to be; or nobody's.
    pub(crate) unexpected: usize,
    /// Told not to be known.
    pub(crate) unresolved: usize,
}

impl Site {
    /// With a ledger in a file.
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = format!("sqlite:{}", ledger_file(&folder).display());
        Self::with(ledger, None, folder).await
    }

    /// With a ledger that several programs share.
    pub(crate) async fn on(server: &Server) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::with(server.url.clone(), Some(server.key.clone()), folder).await
    }

    async fn with(ledger: String, ledger_key: Option<PathBuf>, folder: TempDir) -> Self {
        let sandbox = Sandbox::new(Some(CANARY.to_owned()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}{API_PATH}", listener.local_addr().unwrap());
        tokio::spawn(sandbox.clone().serve(listener));
        Self { sandbox, url, ledger, ledger_key, folder }
    }

    /// Starts a program here; `more` comes before what is usual.
    pub(crate) fn start(&self, more: &[(&str, &str)]) -> Program {
        let mut environment = vec![
            ("ROOSTED_API_URL", self.url.as_str()),
            ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
            ("ROOSTED_API_KEY", CANARY),
            ("ROOSTED_LEDGER", self.ledger.as_str()),
            ("ROOSTED_RECONCILE", "50ms,300ms,1s,4s"),
            ("ROOSTED_RATE_LIMIT", "off"),
        ];
        if let Some(key) = &self.ledger_key {
            environment.push(("ROOSTED_LEDGER_KEY_FILE", key.to_str().unwrap()));
        }
        environment.extend(more);
        Program::start(&[], &environment)
    }

    /// The file of the ledger, where it is one.
    pub(crate) fn ledger_file(&self) -> PathBuf {
        ledger_file(&self.folder)
    }

    /// Lets the next requests on `route` run into a fault.
    pub(crate) fn plan(&self, route: Route, times: u32, fault: Value) {
        let fault: Fault = serde_json::from_value(fault).unwrap();
        self.sandbox.plan(route, times, fault);
    }

    /// A client that somebody makes past every door.
    pub(crate) async fn made_elsewhere(&self, name: &str) -> String {
        let request = Request::post(format!("{API_PATH}/clients"))
            .header("x-api-key", CANARY)
            .header("content-type", "application/json")
            .body(Body::from(json!({ "client_name": name }).to_string()))
            .unwrap();
        assert_eq!(self.sandbox.router().oneshot(request).await.unwrap().status(), 201);
        self.sandbox.clients().last().unwrap().id().to_owned()
    }

    /// The creates that reached the upstream since its log was last cleared.
    pub(crate) fn creates(&self) -> Vec<LoggedRequest> {
        let create = format!("{API_PATH}/clients");
        let is_create = |it: &LoggedRequest| it.method == "POST" && it.path == create;
        self.sandbox.log().into_iter().filter(is_create).collect()
    }

    /// How often a submission reached the upstream.
    pub(crate) fn posts(&self, sent: &Sent) -> usize {
        let draft = sent.draft();
        self.creates().iter().filter(|it| it.body == draft).count()
    }

    /// How often the lists of clients were asked for.
    pub(crate) fn lists(&self) -> usize {
        let list = format!("{API_PATH}/clients?");
        self.sandbox.log().iter().filter(|it| it.path.starts_with(&list)).count()
    }

    /// Compares what is told with what is stored, but for those that were there before.
    pub(crate) fn counters(&self, older: &[String], told: &[(Sent, Value)]) -> Counters {
        let stored = self.sandbox.clients();
        let is_new = |it: &&Client| older.iter().all(|id| id != it.id());
        Counters::of(&stored.iter().filter(is_new).collect::<Vec<_>>(), told)
    }
}

/// Waits for what becomes of each submission, by itself.
pub(crate) fn outcomes(program: &Program, sent: &[Sent]) -> Vec<Value> {
    sent.iter().map(|it| outcome(program, &it.key)).collect()
}

/// Waits until a submission is settled, or free, or nobody looks any more.
fn outcome(program: &Program, key: &str) -> Value {
    let mut last = Value::Null;
    until(|| {
        let reply = program.get(&format!("/api/submissions/{key}"));
        last = if reply.status == 200 { reply.json() } else { Value::Null };
        let settled = [Some("created"), Some("rejected")].contains(&last["state"].as_str());
        reply.status == 404 || settled || last["may_send_again"] == true
    });
    last
}

impl Sent {
    pub(crate) fn number(number: usize) -> Self {
        let key = format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d");
        Self { key, name: format!("Ada {number}") }
    }

    /// As it arrives at the upstream, too.
    pub(crate) fn draft(&self) -> String {
        json!({ "client_name": self.name }).to_string()
    }
}

impl Counters {
    fn of(stored: &[&Client], told: &[(Sent, Value)]) -> Self {
        let mut counters = Self::default();
        for (sent, outcome) in told {
            let its: Vec<_> = stored.iter().filter(|it| it.name() == sent.name).collect();
            let told_id = outcome["client"]["id"].as_str();
            match outcome["state"].as_str() {
                Some("created") => {
                    counters.lost += usize::from(!its.iter().any(|it| Some(it.id()) == told_id));
                }
                Some("sending" | "unconfirmed") => counters.unresolved += 1,
                _ => counters.unexpected += usize::from(!its.is_empty()),
            }
            counters.duplicated += its.len().saturating_sub(1);
        }
        let is_known = |it: &&&Client| told.iter().any(|(sent, _)| sent.name == it.name());
        counters.unexpected += stored.len() - stored.iter().filter(is_known).count();
        counters
    }
}

#[test]
fn the_counters_tell_what_went_wrong() {
    let client = |id: &str, name: &str| -> Client {
        serde_json::from_value(json!({ "id": id, "client_name": name })).unwrap()
    };
    let (one, two) = (client("a", "Ada 1"), client("b", "Ada 1"));
    let sent = Sent::number(1);
    let created = json!({ "state": "created", "client": { "id": "a" } });
    let count = |stored: &[&Client], outcome: &Value| {
        let Counters { lost, duplicated, unexpected, unresolved } =
            Counters::of(stored, &[(sent.clone(), outcome.clone())]);
        [lost, duplicated, unexpected, unresolved]
    };

    assert_eq!(count(&[&one], &created), [0, 0, 0, 0]);
    assert_eq!(count(&[], &Value::Null), [0, 0, 0, 0]);
    assert_eq!(count(&[], &created), [1, 0, 0, 0]);
    // Somebody else's is not it.
    assert_eq!(count(&[&two], &created), [1, 0, 0, 0]);
    assert_eq!(count(&[&one, &two], &created), [0, 1, 0, 0]);
    assert_eq!(count(&[&one], &Value::Null), [0, 0, 1, 0]);
    assert_eq!(count(&[&one], &json!({ "state": "rejected" })), [0, 0, 1, 0]);
    assert_eq!(count(&[&one, &client("c", "Bob")], &created), [0, 0, 1, 0]);
    assert_eq!(count(&[&one], &json!({ "state": "unconfirmed" })), [0, 0, 0, 1]);
    assert_eq!(count(&[], &json!({ "state": "sending" })), [0, 0, 0, 1]);
}
