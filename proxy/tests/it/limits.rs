//! How much one user may do, and that nobody else notices.

use axum::http::HeaderName;
use roosted_proxy::config::{Access, Allowed, RateLimit};
use roosted_sandbox::{API_PATH, Fault, Route, Sandbox};
use serde_json::json;
use tokio::net::TcpListener;

use crate::program::Program;
use crate::stage::{
    ADA, Answer, CANARY, KEY, OTHER_KEY, Setup, Stage, creating, get, within_reason,
};

/// The key of a number.
fn key(number: usize) -> String {
    format!("{number:08x}-8d1b-4c77-9d6b-0e4f1c2a3b4d")
}

async fn limited(rate: &str) -> Stage {
    let access = Access::Named {
        header: HeaderName::from_static("x-user"),
        groups: None,
        trusted: vec!["127.0.0.1/32".parse().unwrap()],
        allowed: Allowed::everybody(),
    };
    let rate_limit = Some(RateLimit::read(rate).unwrap());
    Stage::with(Setup { access, rate_limit, ..Setup::default() }).await
}

fn by(
    user: &str,
    mut request: axum::http::Request<axum::body::Body>,
) -> axum::http::Request<axum::body::Body> {
    request.headers_mut().insert("x-user", user.parse().unwrap());
    request
}

async fn create(stage: &Stage, user: &str, key: &str) -> Answer {
    stage.ask(by(user, creating(key, ADA))).await
}

/// The seconds to wait that a refusal tells.
#[track_caller]
fn has_to_wait(answer: &Answer) -> u64 {
    assert_eq!(answer.problem(), (429, "too-many-requests".into()));
    answer.header("retry-after").unwrap().parse().unwrap()
}

#[tokio::test]
async fn ten_creates_are_let_through_and_the_next_one_is_not_even_claimed() {
    // The time of a whole hour, so that a slow machine does not make an eleventh.
    let stage = limited("10/h").await;
    for number in 0..10 {
        assert_eq!(create(&stage, "ada", &key(number)).await.status, 201);
    }
    let arrived = stage.sandbox.log().len();

    for number in 10..15 {
        let answer = create(&stage, "ada", &key(number)).await;
        assert!((1..=360).contains(&has_to_wait(&answer)));
        let look = get(&format!("/api/submissions/{}", key(number)));
        let look = stage.ask(by("ada", look)).await;
        assert_eq!(look.problem(), (404, "unknown-submission".into()));
    }

    assert_eq!((stage.sandbox.log().len(), stage.claimed().await), (arrived, 10));
    // What is known is answered all the same, and somebody else is not concerned.
    for number in 0..10 {
        let replay = create(&stage, "ada", &key(number)).await;
        assert_eq!(replay.status, 201);
        assert_eq!(replay.header("idempotency-replayed"), Some("true"));
    }
    let other = stage.ask(by("ada", creating(&key(0), r#"{"client_name":"Bob"}"#))).await;
    assert_eq!(other.problem(), (422, "key-reused".into()));
    assert_eq!(create(&stage, "bob", &key(10)).await.status, 201);
    assert_eq!(stage.posts(), 11);
}

#[tokio::test]
async fn who_waits_as_long_as_told_is_let_through() {
    let stage = limited("1/s").await;
    assert_eq!(create(&stage, "ada", KEY).await.status, 201);

    let answer = within_reason(async {
        loop {
            let answer = create(&stage, "ada", OTHER_KEY).await;
            if answer.status != 429 {
                return answer;
            }
            assert_eq!(has_to_wait(&answer), 1);
            tokio::task::yield_now().await;
        }
    })
    .await;

    assert_eq!((answer.status.as_u16(), answer.header("idempotency-replayed")), (201, None));
    assert_eq!((stage.posts(), stage.claimed().await), (2, 2));
}

#[tokio::test]
async fn two_are_under_way_and_a_third_is_not_even_claimed() {
    let stage = limited("10/h").await;
    let mut under_way = Vec::new();
    for number in 0..2 {
        stage.plan(Route::Create, json!({ "kind": "hang" }));
        under_way.push(tokio::spawn(stage.begin(by("ada", creating(&key(number), ADA)))));
        stage.until_arrived(number + 1).await;
    }

    for number in 2..30 {
        assert_eq!(has_to_wait(&create(&stage, "ada", &key(number)).await), 1);
    }

    assert_eq!((stage.posts(), stage.claimed().await), (2, 2));
    // The two are the same two, however often they are asked for.
    for number in 0..2 {
        let again = create(&stage, "ada", &key(number)).await;
        assert_eq!(again.problem(), (409, "still-running".into()));
    }
    assert_eq!(create(&stage, "bob", &key(2)).await.status, 201);
    under_way.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn a_caller_who_hangs_up_has_not_ended_what_is_under_way() {
    let stage = limited("10/h").await;
    for number in 0..2 {
        stage.plan(Route::Create, json!({ "kind": "hang" }));
        let call = tokio::spawn(stage.begin(by("ada", creating(&key(number), ADA))));
        stage.until_arrived(number + 1).await;
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }

    assert_eq!(has_to_wait(&create(&stage, "ada", &key(2)).await), 1);
    assert_eq!((stage.posts(), stage.claimed().await), (2, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_answer_may_begin_the_next_one_at_once() {
    let stage = limited("1000/s").await;
    for round in 0..20 {
        let calls = [2 * round, 2 * round + 1]
            .map(|number| tokio::spawn(stage.begin(by("ada", creating(&key(number), ADA)))));
        for call in calls {
            assert_eq!(call.await.unwrap().status(), 201, "{round}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_requests_with_one_key_are_one_create() {
    let stage = limited("2/h").await;
    for round in 0..2 {
        stage.plan(Route::Create, json!({ "kind": "latency", "ms": 100 }));
        let calls: Vec<_> = (0..50)
            .map(|_| tokio::spawn(stage.begin(by("ada", creating(&key(round), ADA)))))
            .collect();

        let mut statuses = Vec::new();
        for call in calls {
            statuses.push(call.await.unwrap().status().as_u16());
        }

        assert!(statuses.contains(&201), "{statuses:?}");
        assert!(statuses.iter().all(|it| [201, 409].contains(it)), "{statuses:?}");
        assert_eq!(stage.posts(), round + 1);
    }
    // Two creates were allowed, and it was two.
    assert!(has_to_wait(&create(&stage, "ada", &key(2)).await) > 1);
    assert_eq!((stage.sandbox.clients().len(), stage.claimed().await), (2, 2));
}

#[tokio::test]
async fn what_was_not_sent_does_not_count() {
    let stage = limited("2/h").await;
    for _ in 0..5 {
        let invalid = stage.ask(by("ada", creating(KEY, "{}"))).await;
        assert_eq!(invalid.problem(), (422, "invalid".into()));
        let malformed = stage.ask(by("ada", creating(KEY, "{"))).await;
        assert_eq!(malformed.problem(), (400, "malformed".into()));
    }
    stage.nothing_happened().await;

    assert_eq!(create(&stage, "ada", &key(0)).await.status, 201);
    // What the upstream refused was sent.
    stage.plan(Route::Create, json!({ "kind": "status", "status": 422 }));
    assert_eq!(create(&stage, "ada", &key(1)).await.problem(), (422, "upstream-rejected".into()));
    assert!(has_to_wait(&create(&stage, "ada", &key(2)).await) > 1);
}

#[tokio::test]
async fn an_upstream_that_is_away_uses_nothing_up() {
    let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let setup = Setup {
        rate_limit: Some(RateLimit::read("1/h").unwrap()),
        upstream: Some(format!("http://{nowhere}{API_PATH}")),
        ..Setup::default()
    };
    let stage = Stage::with(setup).await;

    for number in 0..3 {
        let answer = stage.create(&key(number), ADA).await;
        assert_eq!(answer.problem(), (502, "upstream-failed".into()));
    }
    assert_eq!(stage.claimed().await, 0);
}

#[tokio::test]
async fn an_invitation_is_no_create() {
    let stage = limited("1/h").await;
    let created = create(&stage, "ada", KEY).await;
    let id = created.json()["id"].as_str().unwrap().to_owned();
    assert!(has_to_wait(&create(&stage, "ada", OTHER_KEY).await) > 1);

    for _ in 0..3 {
        let path = format!("/api/clients/{id}/invite");
        let invite = crate::stage::posting(&path, r#"{"email":"a@b.ch"}"#);
        assert_eq!(stage.ask(by("ada", invite)).await.status, 200);
    }
}

/// A program in front of a sandbox, with these settings and nobody signed in.
async fn program(settings: &[(&'static str, &'static str)]) -> (Program, Sandbox) {
    let sandbox = Sandbox::new(Some(CANARY.to_owned()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{API_PATH}", listener.local_addr().unwrap());
    tokio::spawn(sandbox.clone().serve(listener));
    let settings = settings.to_vec();
    let program = tokio::task::spawn_blocking(move || {
        let mut environment = vec![
            ("ROOSTED_API_URL", url.as_str()),
            ("ROOSTED_ALLOW_HTTP_UPSTREAM", "true"),
            ("ROOSTED_API_KEY", CANARY),
        ];
        environment.extend(settings);
        Program::start(&[], &environment)
    });
    (program.await.unwrap(), sandbox)
}

#[tokio::test(flavor = "multi_thread")]
async fn by_default_it_is_ten_a_minute_and_two_at_a_time() {
    let (program, sandbox) = program(&[]).await;
    let posts = || sandbox.log().iter().filter(|it| it.method == "POST").count();
    for _ in 0..2 {
        let fault: Fault = serde_json::from_value(json!({ "kind": "hang" })).unwrap();
        sandbox.plan(Route::Create, 1, fault);
    }
    tokio::task::block_in_place(|| {
        let under_way: Vec<_> = (0..2)
            .map(|number| {
                let request = program.creating(&key(number), ADA);
                let stream = crate::program::begin(&program.public, &request);
                crate::program::until(|| posts() == number + 1);
                stream
            })
            .collect();
        let third = program.create(&key(2), ADA);
        assert_eq!((third.status, posts()), (429, 2));
        assert_eq!(third.json()["code"], "too-many-requests");
        drop(under_way);
    });

    let (program, sandbox) = self::program(&[]).await;
    tokio::task::block_in_place(|| {
        let begun = std::time::Instant::now();
        let statuses: Vec<_> =
            (0..12).map(|number| program.create(&key(number), ADA).status).collect();
        // Each six seconds that the machine took let one more through.
        let more = usize::try_from(begun.elapsed().as_secs() / 6).unwrap();
        let created = statuses.iter().filter(|it| **it == 201).count();
        assert!((10..=10 + more).contains(&created), "{statuses:?}");
        assert!(statuses.iter().all(|it| [201, 429].contains(it)), "{statuses:?}");
        assert_eq!(statuses[..10], [201; 10]);
        assert_eq!(sandbox.clients().len(), created);
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn switched_off_there_is_no_limit() {
    let (program, sandbox) = program(&[("ROOSTED_RATE_LIMIT", "off")]).await;
    tokio::task::block_in_place(|| {
        for number in 0..15 {
            assert_eq!(program.create(&key(number), ADA).status, 201);
        }
    });
    assert_eq!(sandbox.clients().len(), 15);

    let demo = tokio::task::spawn_blocking(|| {
        let program = Program::start(&["--demo"], &[]);
        (0..15).all(|number| program.create(&key(number), ADA).status == 201)
    });
    assert!(demo.await.unwrap());
}
