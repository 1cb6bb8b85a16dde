//! The audit: one line for each change, whatever becomes of a submission, in both databases.

use std::fs;

use axum::http::{HeaderName, Request};
use roosted_proxy::Place;
use roosted_proxy::config::{Access, Allowed};
use roosted_sandbox::Route;
use secrecy::SecretString;
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection as _, Executor as _, Row as _};
use tempfile::TempDir;

use crate::program::{Program, run};
use crate::server::Server;
use crate::stage::{
    ADA, Answer, CANARY, KEY, OTHER_KEY, Setup, Stage, creating, in_folder, ledger_file, peer,
    posting, within_reason,
};

const USER: &str = "augusta.byron@portal.example";

const ADDRESS: &str = r#"{"email":"ada@example.org"}"#;

/// A ledger of one of the two kinds.
pub(crate) enum Books {
    File(TempDir),
    Server(Server),
}

impl Books {
    pub(crate) async fn both() -> [Self; 2] {
        [Self::File(tempfile::tempdir().unwrap()), Self::Server(Server::start().await)]
    }

    fn place(&self) -> Place {
        match self {
            Self::File(folder) => in_folder(folder),
            Self::Server(server) => {
                Place::Postgres(SecretString::from(server.url.as_str()), server.key.clone())
            }
        }
    }

    /// What the program is told.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::File(folder) => {
                vec![("ROOSTED_LEDGER", format!("sqlite:{}", ledger_file(folder).display()))]
            }
            Self::Server(server) => vec![
                ("ROOSTED_LEDGER", server.url.clone()),
                ("ROOSTED_LEDGER_KEY_FILE", server.key.display().to_string()),
            ],
        }
    }

    async fn connect(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        let url = match self {
            Self::File(folder) => format!("sqlite:{}", ledger_file(folder).display()),
            Self::Server(server) => server.url.clone(),
        };
        AnyConnection::connect(&url).await.unwrap()
    }

    /// A door before it; `beside` another, with the same upstream.
    async fn stage(&self, beside: Option<&Stage>) -> Stage {
        let access = Access::Named {
            header: HeaderName::from_static("x-user"),
            trusted: vec!["127.0.0.1/32".parse().unwrap()],
            groups: None,
            allowed: Allowed::everybody(),
        };
        let (ledger, sandbox) = (self.place(), beside.map(|it| it.sandbox.clone()));
        let reconcile = "50ms,300ms,600ms";
        Stage::with(Setup { access, ledger, reconcile, sandbox, ..Setup::default() }).await
    }

    /// Waits until a look has found a client.
    async fn until_found(&self) {
        let mut connection = self.connect().await;
        let found = "SELECT subject FROM audit WHERE how = 'found'";
        within_reason(async {
            while sqlx::query(found).fetch_all(&mut connection).await.unwrap().is_empty() {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }

    /// Every line there is.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.lines_of(&["--since", "1h"])
    }

    pub(crate) fn lines_of(&self, flags: &[&str]) -> Vec<Value> {
        let settings = self.settings();
        let settings: Vec<_> = settings.iter().map(|(name, it)| (*name, it.as_str())).collect();
        let output = run(&[&["audit"], flags].concat(), &settings);
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && err.is_empty(), "{err}");
        let out = String::from_utf8(output.stdout).unwrap();
        out.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
    }
}

/// As somebody who is signed in.
async fn ask(stage: &Stage, mut request: Request<axum::body::Body>) -> Answer {
    request.extensions_mut().insert(peer("127.0.0.1:40000"));
    request.headers_mut().insert("x-user", USER.parse().unwrap());
    stage.ask(request).await
}

/// The changes of one submission or client, in their order: state, and how or why.
fn changes(lines: &[Value], of: impl Fn(&Value) -> bool) -> Vec<String> {
    let word = |it: &Value| it.as_str().map(|it| format!(" {it}")).unwrap_or_default();
    let line = |it: &Value| {
        format!("{}{}{}", it["state"].as_str().unwrap(), word(&it["how"]), word(&it["code"]))
    };
    lines.iter().filter(|it| of(it)).map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_has_one_line() {
    for books in Books::both().await {
        let stage = books.stage(None).await;
        let mut requests = Vec::new();
        for (number, fault) in [
            json!({ "kind": "latency", "ms": 0 }),
            json!({ "kind": "status", "status": 422 }),
            json!({ "kind": "status", "status": 403 }),
            json!({ "kind": "reset", "created": true }),
        ]
        .into_iter()
        .enumerate()
        {
            stage.plan(Route::Create, fault);
            let key = format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d");
            let draft = json!({ "client_name": format!("Ada {number}") }).to_string();
            let answer = ask(&stage, creating(&key, &draft)).await;
            requests.push(answer.header("x-request-id").unwrap().to_owned());
            if number != 2 {
                // A replay changes nothing.
                let _ = ask(&stage, creating(&key, &draft)).await;
            }
        }
        books.until_found().await;
        let clients = stage.sandbox.clients();
        let invite = format!("/api/clients/{}/invite", clients[0].id());
        for fault in [
            json!({ "kind": "latency", "ms": 0 }),
            json!({ "kind": "status", "status": 404 }),
            json!({ "kind": "reset" }),
        ] {
            stage.plan(Route::Invite, fault);
            let _ = ask(&stage, posting(&invite, ADDRESS)).await;
        }

        let lines = tokio::task::block_in_place(|| books.lines());

        let expected: [&[&str]; 4] = [
            &["claimed", "sending", "created"],
            &["claimed", "sending", "rejected upstream-rejected"],
            &["claimed", "sending", "released upstream-forbidden"],
            &["claimed", "sending", "unconfirmed", "created found"],
        ];
        for (request, expected) in requests.iter().zip(expected) {
            assert_eq!(changes(&lines, |it| it["request_id"] == **request), expected);
        }
        let invitations = changes(&lines, |it| it["submission"].is_null());
        let failed = "invite-failed invite-not-configured";
        let ends = ["inviting", "invited", "inviting", failed, "inviting", "invite-unconfirmed"];
        assert_eq!(invitations, ends);
        assert_eq!(lines.len(), 13 + 6);
        for (state, client) in [("created", &clients[0]), ("invited", &clients[0])] {
            let line = lines.iter().find(|it| it["state"] == state).unwrap();
            assert_eq!(line["client_id"], client.id());
        }
        let last = lines.iter().find(|it| it["how"] == "found").unwrap();
        assert_eq!(last["client_id"], clients[1].id());
        assert!(lines.iter().all(|it| it["user"] == USER && it["request_id"].is_string()));
        let times: Vec<_> = lines.iter().map(|it| it["time"].as_str().unwrap()).collect();
        assert!(times.is_sorted() && times.iter().all(|it| it.len() == 24 && it.ends_with('Z')));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_process_left_is_in_it_once() {
    let settings_of = |books: &Books, url: &str, step: &str| {
        let mut settings = books.settings();
        settings.extend([
            ("ROOSTED_API_URL", url.to_owned()),
            ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true".to_owned()),
            ("ROOSTED_API_KEY", CANARY.to_owned()),
            ("ROOSTED_FAILPOINT", step.to_owned()),
        ]);
        settings
    };
    let upstream = Stage::open().await;
    let url = upstream.upstream_url().to_string();
    let cases: [(&str, &str, &[&str], &[&str]); 4] = [
        ("claimed", KEY, &["claimed"], &["claimed", "released adopted"]),
        (
            "sending",
            OTHER_KEY,
            &["claimed", "sending"],
            &["claimed", "sending", "unconfirmed adopted"],
        ),
        (
            "answered",
            "11111111-8d1b-4c77-9d6b-0e4f1c2a3b4d",
            &["claimed", "sending"],
            &["claimed", "sending", "unconfirmed adopted", "created found"],
        ),
        (
            "recorded",
            "22222222-8d1b-4c77-9d6b-0e4f1c2a3b4d",
            &["claimed", "sending", "created"],
            &["claimed", "sending", "created"],
        ),
    ];
    for books in Books::both().await {
        let mut submissions = Vec::new();
        for (step, key, before, _) in cases {
            let settings = settings_of(&books, &url, step);
            let lines = tokio::task::block_in_place(|| {
                let settings: Vec<_> = settings.iter().map(|(k, v)| (*k, v.as_str())).collect();
                let draft = json!({ "client_name": format!("{step} {}", settings.len()) });
                let program = Program::start(&[], &settings);
                assert_eq!(program.create(key, &draft.to_string()).status, 0, "{step}");
                program.end();
                books.lines()
            });
            let submission = lines.last().unwrap()["submission"].clone();
            assert_eq!(changes(&lines, |it| it["submission"] == submission), before, "{step}");
            submissions.push(submission);
        }
        // Nobody waits until they count as dead.
        books.connect().await.execute("DELETE FROM owners").await.unwrap();
        let stage = books.stage(Some(&upstream)).await;

        books.until_found().await;

        let lines = tokio::task::block_in_place(|| books.lines());
        for ((step, _, _, after), submission) in cases.iter().zip(&submissions) {
            assert_eq!(changes(&lines, |it| it["submission"] == *submission), *after, "{step}");
        }
        assert!(lines.iter().all(|it| it["user"] == "anybody"));
        drop(stage);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_is_in_the_lines_alone_and_what_was_typed_is_nowhere() {
    for books in Books::both().await {
        let stage = books.stage(None).await;
        let draft = json!({
            "client_name": "Lovelace Engines", "client_contact_name": "Annabella",
            "client_contact_email": "annabella@example.org", "client_city": "Ockham",
        })
        .to_string();
        let faults = [
            json!({ "kind": "latency", "ms": 0 }),
            json!({ "kind": "echo", "status": 422 }),
            json!({ "kind": "reset", "created": true }),
        ];
        for (number, fault) in faults.into_iter().enumerate() {
            stage.plan(Route::Create, fault);
            let key = format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d");
            let _ = ask(&stage, creating(&key, &draft)).await;
        }
        let id = stage.sandbox.clients()[0].id().to_owned();
        let invite = posting(&format!("/api/clients/{id}/invite"), ADDRESS);
        assert_eq!(ask(&stage, invite).await.status, 200);

        let lines = tokio::task::block_in_place(|| books.lines());

        let told: Vec<_> = lines.iter().map(ToString::to_string).collect();
        let (told, kept) = (told.join("\n").to_lowercase(), kept(&books).await.to_lowercase());
        assert!(told.contains(USER) && lines.len() >= 11);
        assert!(kept.contains("invited") && kept.contains("upstream-rejected"));
        for personal in ["lovelace", "annabella", "example.org", "ockham", "8d1b-4c77"] {
            assert!(!told.contains(personal), "{personal}: {told}");
            assert!(!kept.contains(personal), "{personal}");
        }
        for user in [USER, "augusta", "portal.example"] {
            assert!(!kept.contains(user), "{user}");
        }
    }
}

/// All that the ledger holds.
async fn kept(books: &Books) -> String {
    if let Books::File(folder) = books {
        let files = fs::read_dir(folder.path()).unwrap();
        let all: Vec<u8> = files.flat_map(|it| fs::read(it.unwrap().path()).unwrap()).collect();
        return String::from_utf8_lossy(&all).into_owned();
    }
    let mut connection = books.connect().await;
    let mut all = String::new();
    for rows in [
        "SELECT CAST(submissions AS TEXT) AS it FROM submissions",
        "SELECT CAST(invitations AS TEXT) AS it FROM invitations",
        "SELECT CAST(audit AS TEXT) AS it FROM audit",
        "SELECT CAST(facts AS TEXT) AS it FROM facts",
    ] {
        for row in sqlx::query(rows).fetch_all(&mut connection).await.unwrap() {
            all.push_str(row.get::<&str, _>("it"));
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_noted_does_not_happen() {
    for books in Books::both().await {
        let stage = books.stage(None).await;
        let mut other = books.connect().await;
        let full: &[&'static str] = match &books {
            Books::File(_) => &["CREATE TRIGGER no_note BEFORE INSERT ON audit
                BEGIN SELECT RAISE(FAIL, 'full'); END"],
            Books::Server(_) => &[
                "CREATE FUNCTION no_note() RETURNS trigger AS
                    'BEGIN RAISE EXCEPTION ''full''; END' LANGUAGE plpgsql",
                "CREATE TRIGGER no_note BEFORE INSERT ON audit
                    FOR EACH ROW EXECUTE FUNCTION no_note()",
            ],
        };
        for statement in full {
            other.execute(*statement).await.unwrap();
        }

        let answer = ask(&stage, creating(KEY, ADA)).await;

        assert_eq!(answer.problem(), (503, "ledger-unavailable".into()));
        stage.nothing_arrived();
        let rows = "SELECT name FROM submissions";
        assert!(sqlx::query(rows).fetch_all(&mut other).await.unwrap().is_empty());
        other
            .execute(match &books {
                Books::File(_) => "DROP TRIGGER no_note",
                Books::Server(_) => "DROP TRIGGER no_note ON audit",
            })
            .await
            .unwrap();
        assert_eq!(ask(&stage, creating(KEY, ADA)).await.status, 201);
        let lines = tokio::task::block_in_place(|| books.lines());
        assert_eq!(changes(&lines, |_| true), ["claimed", "sending", "created"]);
    }
}
