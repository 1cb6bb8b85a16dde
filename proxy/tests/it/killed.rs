//! The program is killed at each step and started again: nothing is lost, doubled, unexpected or
//! left open.

use roosted_sandbox::{API_PATH, Fault, Route, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::program::{Program, begin, until};
use crate::stage::{ADA, CANARY, KEY, ledger_file};

/// How often it is killed at each step.
const RUNS: usize = 3;

/// What it does in this order; `sent` is while the upstream works.
const STEPS: [&str; 5] = ["claimed", "sending", "sent", "answered", "recorded"];

/// What the upstream stored and what the ledger says, compared.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counters {
    lost: usize,
    duplicated: usize,
    unexpected: usize,
    unresolved: usize,
}

struct Site {
    sandbox: Sandbox,
    url: String,
    ledger: String,
    _folder: TempDir,
}

impl Site {
    async fn open() -> Self {
        let sandbox = Sandbox::new(Some(CANARY.to_owned()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}{API_PATH}", listener.local_addr().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let ledger = format!("sqlite:{}", ledger_file(&folder).display());
        tokio::spawn(sandbox.clone().serve(listener));
        Self { sandbox, url, ledger, _folder: folder }
    }

    fn start(&self, failpoint: Option<&str>) -> Program {
        let mut environment = vec![
            ("ROOSTED_API_URL", self.url.as_str()),
            ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
            ("ROOSTED_API_KEY", CANARY),
            ("ROOSTED_LEDGER", self.ledger.as_str()),
            ("ROOSTED_RECONCILE", "50ms,300ms,1s"),
        ];
        environment.extend(failpoint.map(|it| ("ROOSTED_FAILPOINT", it)));
        Program::start(&[], &environment)
    }

    fn posts(&self) -> usize {
        self.sandbox.log().iter().filter(|it| it.method == "POST").count()
    }

    /// Sends a submission to a program that dies of it.
    fn die(&self, step: &str) {
        if step == "sent" {
            let mut program = self.start(None);
            let call = begin(&program.public, &program.creating(KEY, ADA));
            until(|| self.posts() == 1);
            program.kill();
            drop(call);
        } else {
            let program = self.start(Some(step));
            let reply = program.create(KEY, ADA);
            assert_eq!(reply.status, 0, "{step}: {reply:?}");
            assert!(!program.end().status.success());
        }
    }

    fn counters(&self, outcome: &Value) -> Counters {
        let stored = self.sandbox.clients();
        let state = outcome["state"].as_str().unwrap_or("none");
        let known = state == "created" && outcome["client"]["id"] == stored[0].id();
        Counters {
            lost: usize::from(state == "created" && stored.is_empty()),
            duplicated: stored.len().saturating_sub(1),
            unexpected: usize::from(!stored.is_empty() && !known),
            unresolved: usize::from(!["created", "none"].contains(&state)),
        }
    }
}

/// Waits for what the next program makes of it.
fn outcome(program: &Program) -> Value {
    let mut last = Value::Null;
    until(|| {
        let reply = program.get(&format!("/api/submissions/{KEY}"));
        last = reply.json();
        reply.status == 404 || last["state"] == "created" || last["may_send_again"] == true
    });
    last
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_whenever_it_dies() {
    for step in STEPS {
        for run in 0..RUNS {
            let site = Site::open().await;
            // Killed while it works, the upstream goes on all the same.
            let fault: Fault =
                serde_json::from_value(json!({ "kind": "latency", "ms": 200 * (run % 2) }))
                    .unwrap();
            site.sandbox.plan(Route::Create, 1, fault);
            tokio::task::block_in_place(|| site.die(step));

            let (outcome, again) = tokio::task::block_in_place(|| {
                let program = site.start(None);
                let found = outcome(&program);
                // The person presses the button again, with the same key.
                (found, program.create(KEY, ADA))
            });

            match (step, outcome["code"].as_str(), outcome["state"].as_str()) {
                // Nothing was sent: the key is free, and the second time it is created.
                ("claimed", Some("unknown-submission"), None) => assert_eq!(again.status, 201),
                // It may have been sent, and was not: that is never guessed.
                ("sending", None, Some("unconfirmed")) => {
                    assert_eq!((again.status, site.posts()), (202, 0));
                    continue;
                }
                (_, None, Some("created")) => {
                    assert_eq!(again.status, 201);
                    assert!(again.text.to_lowercase().contains("idempotency-replayed: true"));
                    assert_eq!(site.counters(&outcome), Counters::default(), "{step}");
                }
                _ => panic!("{step}: {outcome}"),
            }
            assert_eq!((site.posts(), site.sandbox.clients().len()), (1, 1), "{step}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_is_an_alarm() {
    let site = Site::open().await;
    for status in [401, 403] {
        let fault: Fault =
            serde_json::from_value(json!({ "kind": "status", "status": status })).unwrap();
        site.sandbox.plan(Route::Create, 1, fault);
    }
    let log = tokio::task::block_in_place(|| {
        let program = site.start(None);
        assert_eq!(program.create(KEY, ADA).status, 502);
        assert_eq!(program.create(KEY, ADA).status, 502);
        program.signal("TERM");
        program.end().log
    });

    let alarms: Vec<_> = log.iter().filter(|it| it["event"] == "key-refused").collect();
    assert_eq!(alarms.len(), 2);
    assert!(alarms.iter().all(|it| it["level"] == "ERROR"));
    assert_eq!((&alarms[1]["status"], &alarms[1]["count"]), (&json!(403), &json!(2)));
}
