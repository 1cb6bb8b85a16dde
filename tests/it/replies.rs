//! What each odd answer means. Only the proxy's own word, or a status that cannot follow a
//! passed-on request, is taken for "nothing was created".

use roosted_client_form::api::answer::{Outcome, Reply, created, environment, invited, looked_up};
use roosted_client_form::failure::Failure;
use roosted_client_form::form::Finding;
use roosted_contract::{Client, EnvironmentName, wire};

const CLIENT: &str = r#"{"id":"uLu8K","client_name":"Ada"}"#;
const HTML: &str = "text/html; charset=utf-8";
const LOGIN: &str = "<!doctype html><title>Sign in</title>";
const KEY: &str = "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d";

#[expect(clippy::unnecessary_wraps, reason = "an answer that was lost is none")]
fn reply(status: u16, media_type: &str, body: &str) -> Option<Reply> {
    Some(Reply { status, media_type: media_type.into(), body: body.into(), ..Reply::default() })
}

fn json(status: u16, body: &str) -> Option<Reply> {
    reply(status, wire::JSON, body)
}

fn problem(status: u16, code: &str) -> Option<Reply> {
    let body =
        format!(r#"{{"type":"urn:roosted-proxy:{code}","code":"{code}","status":{status}}}"#);
    reply(status, wire::PROBLEM_JSON, &body)
}

fn submission(status: u16, state: &str, more: &str) -> Option<Reply> {
    json(status, &format!(r#"{{"key":"{KEY}","state":"{state}","since":"now"{more}}}"#))
}

/// One word for one answer.
fn word(answer: Result<Client, Failure>) -> String {
    match answer {
        Ok(client) => format!("created {}", client.id()),
        Err(Failure { kind, status, code, .. }) => [
            Some(kind.as_str().to_owned()),
            status.map(|it| it.to_string()),
            code.map(|it| it.as_str().to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" "),
    }
}

fn create(reply: Option<Reply>) -> String {
    word(created(reply))
}

fn invite(reply: Option<Reply>) -> String {
    word(invited(reply))
}

fn look(reply: Option<Reply>) -> String {
    match looked_up(reply) {
        Outcome::Open(report) => match report.finding {
            Finding::Nothing => "nothing".into(),
            Finding::Sending => "sending".into(),
            Finding::Unconfirmed => "unconfirmed".into(),
            Finding::SignedOut => "signed out".into(),
            Finding::Unknowable => "unknowable".into(),
        },
        Outcome::NeverArrived(failure) => format!("never arrived: {}", word(Err(failure))),
        Outcome::Known(answer) => word(answer),
    }
}

#[test]
fn a_client_was_created() {
    assert_eq!(create(json(201, CLIENT)), "created uLu8K");
    assert_eq!(create(json(200, CLIENT)), "created uLu8K");
    assert_eq!(create(reply(201, "", CLIENT)), "created uLu8K");
    assert_eq!(create(json(201, r#"{"id":7,"client_name":"Ada","new":[{}]}"#)), "created 7");
    let submitted = submission(202, "created", &format!(r#","client":{CLIENT}"#));
    assert_eq!(create(submitted), "created uLu8K");
}

#[test]
fn a_client_is_read_as_the_contract_reads_it() {
    for record in [
        r#"{"id":7,"client_name":"Ada","client_city":null,"client_portal_connection_status":"2"}"#,
        r#"{"id":"a","client_name":"Ada","client_city":1.5,"client_state":["x"],"pending":{}}"#,
        r#"{"id":"a","client_name":"Ada","client_portal_connection_status":-1,"pending":true}"#,
        r#"{"id":9007199254740993,"client_name":"Ada","x":1,"x":2}"#,
        r#"{"id":"a","client_name":"Ada","client_city":null,"client_city":null}"#,
        r#"{"id":"a","client_name":""}"#,
        r#"{"id":null,"client_name":"Ada"}"#,
        r#"["a","Ada"]"#,
    ] {
        let contract = serde_json::from_str::<Client>(record).ok();
        assert!(created(json(201, record)).ok() == contract, "{record}");
    }
}

#[test]
fn an_answer_that_was_lost_or_cannot_be_read_leaves_it_open() {
    assert_eq!(create(None), "unconfirmed");
    assert_eq!(create(json(201, "")), "unconfirmed 201");
    assert_eq!(create(json(201, &CLIENT[..20])), "unconfirmed 201");
    assert_eq!(create(json(201, r#"{"id":"uLu8K"}"#)), "unconfirmed 201");
    assert_eq!(create(json(200, "null")), "unconfirmed 200");
    assert_eq!(create(json(204, "")), "unconfirmed 204");
    assert_eq!(create(json(206, CLIENT)), "unconfirmed 206");
    assert_eq!(create(problem(201, "invalid")), "unconfirmed 201");
}

#[test]
fn an_accepted_create_is_open_until_it_says_what_became_of_it() {
    for state in ["unconfirmed", "created", "rejected", "of-tomorrow"] {
        assert_eq!(create(submission(202, state, "")), "unconfirmed 202", "{state}");
    }
    // Nothing that a page should hear of yet.
    assert_eq!(create(submission(202, "sending", "")), "unconfirmed 202 still-running");
    assert_eq!(create(json(202, "{}")), "unconfirmed 202");
    assert_eq!(create(reply(202, HTML, LOGIN)), "unconfirmed 202");
    let rejected = r#","problem":{"code":"upstream-rejected","status":422}"#;
    let rejected = submission(202, "rejected", rejected);
    assert_eq!(create(rejected), "rejected 422 upstream-rejected");
}

#[test]
fn a_login_page_in_the_place_of_an_answer_means_signed_out() {
    assert_eq!(create(Some(Reply::redirect())), "unauthorized");
    assert_eq!(create(reply(200, HTML, LOGIN)), "unauthorized 200");
    assert_eq!(create(reply(200, "TEXT/HTML", LOGIN)), "unauthorized 200");
    assert_eq!(create(reply(401, HTML, LOGIN)), "unauthorized 401");
    assert_eq!(invite(Some(Reply::redirect())), "unauthorized");
    assert_eq!(invite(reply(200, HTML, LOGIN)), "unauthorized 200");
}

#[test]
fn a_page_that_reports_a_creation_is_no_login_page() {
    assert_eq!(create(reply(201, HTML, LOGIN)), "unconfirmed 201");
    assert_eq!(invite(reply(201, HTML, LOGIN)), "unconfirmed 201");
}

#[test]
fn the_word_of_the_proxy_counts() {
    assert_eq!(create(problem(422, "invalid")), "rejected 422 invalid");
    assert_eq!(create(problem(409, "upstream-conflict")), "rejected 409 upstream-conflict");
    assert_eq!(create(problem(409, "still-running")), "unconfirmed 409 still-running");
    assert_eq!(create(problem(403, "cross-origin")), "forbidden 403 cross-origin");
    assert_eq!(create(problem(429, "too-many-requests")), "rate-limited 429 too-many-requests");
    assert_eq!(create(problem(500, "internal")), "unconfirmed 500 internal");
    assert_eq!(create(problem(502, "upstream-failed")), "unavailable 502 upstream-failed");
    assert_eq!(create(problem(504, "upstream-timeout")), "unavailable 504 upstream-timeout");
    assert_eq!(create(problem(503, "shutting-down")), "unavailable 503 shutting-down");
    assert_eq!(create(problem(502, "upstream-not-found")), "misconfigured 502 upstream-not-found");
    assert_eq!(create(problem(503, "of-tomorrow")), "unavailable 503 unknown");
    assert_eq!(create(problem(418, "of-tomorrow")), "misconfigured 418 unknown");
}

#[test]
fn a_problem_of_somebody_else_is_not_believed_that_nothing_was_created() {
    for type_ in ["about:blank", "https://gateway.example/errors/timeout", ""] {
        let body = format!(r#"{{"type":"{type_}","code":"GATEWAY_TIMEOUT","status":504}}"#);
        for status in [502, 504, 500] {
            let told = create(reply(status, wire::PROBLEM_JSON, &body));
            assert_eq!(told, format!("unconfirmed {status}"), "{type_}");
        }
        assert_eq!(create(reply(503, wire::PROBLEM_JSON, &body)), "unavailable 503");
    }
    let body = r#"{"title":"Bad gateway","code":"bad"}"#;
    assert_eq!(create(reply(502, wire::PROBLEM_JSON, body)), "unconfirmed 502");
}

#[test]
fn another_server_that_speaks_of_a_code_is_not_the_proxy() {
    let body = r#"{"code":"upstream-failed","message":"bad gateway"}"#;
    assert_eq!(create(json(502, body)), "unconfirmed 502");
    assert_eq!(create(reply(504, "text/plain", body)), "unconfirmed 504");
    assert_eq!(create(json(504, r#"{"code":"GATEWAY_TIMEOUT"}"#)), "unconfirmed 504");
    assert_eq!(create(json(500, r#"{"code":"invalid"}"#)), "unconfirmed 500");
    assert_eq!(create(json(422, r#"{"code":"still-running"}"#)), "rejected 422");
    assert_eq!(look(json(404, r#"{"code":"unknown-submission"}"#)), "unknowable");
}

#[test]
fn the_status_of_another_server_is_believed_where_nothing_can_have_been_passed_on() {
    assert_eq!(create(reply(400, HTML, "Bad request")), "rejected 400");
    assert_eq!(create(reply(413, HTML, "Too large")), "rejected 413");
    assert_eq!(create(json(422, r#"{"message":"no"}"#)), "rejected 422");
    assert_eq!(create(reply(403, HTML, "No")), "forbidden 403");
    assert_eq!(create(reply(404, HTML, "No")), "misconfigured 404");
    assert_eq!(create(reply(405, "", "")), "misconfigured 405");
    assert_eq!(create(reply(429, "", "")), "rate-limited 429");
    assert_eq!(create(reply(503, HTML, "Later")), "unavailable 503");
}

#[test]
fn no_other_status_of_another_server_is_believed() {
    for status in [304, 408, 500, 501, 502, 504, 520, 524] {
        assert_eq!(create(reply(status, HTML, "Oh")), format!("unconfirmed {status}"));
        assert_eq!(create(json(status, "{}")), format!("unconfirmed {status}"));
        assert_eq!(create(reply(status, wire::PROBLEM_JSON, "")), format!("unconfirmed {status}"));
    }
}

#[test]
fn what_is_wrong_with_which_field_is_kept() {
    let body = r#"{"code":"invalid","errors":[{"field":"client_city","code":"too-long"}]}"#;
    let failure = created(reply(422, "application/problem+json; charset=utf-8", body)).unwrap_err();
    assert_eq!(failure.errors.len(), 1);
    assert_eq!(
        (&*failure.errors[0].field, failure.errors[0].code.as_str()),
        ("client_city", "too-long")
    );
}

#[test]
fn what_is_of_another_type_or_there_twice_is_no_word_of_the_proxy() {
    for body in [
        r#"{"code":7}"#,
        r#"{"code":"invalid","code":"invalid"}"#,
        r#"{"code":"invalid","status":"422"}"#,
        r#"{"code":"invalid","status":70000}"#,
        r#"{"code":"invalid","errors":{}}"#,
        r#"{"code":"invalid","errors":[{"field":"client_city"}]}"#,
        r#"{"code":"invalid","errors":[{"code":"too-long"}]}"#,
        r#"{"code":"invalid","may_send_again":"yes"}"#,
    ] {
        assert_eq!(create(reply(502, wire::PROBLEM_JSON, body)), "unconfirmed 502", "{body}");
    }
    let nothing_else = r#"{"code":"upstream-failed","client":null,"errors":null}"#;
    let told = create(reply(502, wire::PROBLEM_JSON, nothing_else));
    assert_eq!(told, "unavailable 502 upstream-failed");
}

#[test]
fn how_long_to_wait_is_kept_whoever_says_it() {
    for reply in [problem(429, "too-many-requests"), reply(503, HTML, "Later")] {
        let reply = reply.map(|it| Reply { retry_after: Some(7), ..it });
        assert_eq!(created(reply).unwrap_err().retry_after, Some(7));
    }
}

#[test]
fn a_look_up_tells_what_became_of_a_submission() {
    let client = format!(r#","client":{CLIENT}"#);
    assert_eq!(look(submission(200, "created", &client)), "created uLu8K");
    let rejected = r#","problem":{"code":"upstream-conflict","status":409}"#;
    let rejected = submission(200, "rejected", rejected);
    assert_eq!(look(rejected), "rejected 409 upstream-conflict");
    assert_eq!(
        look(problem(404, "unknown-submission")),
        "never arrived: unavailable 404 unknown-submission"
    );
}

#[test]
fn a_look_up_that_tells_nothing_leaves_it_open() {
    for state in ["unconfirmed", "created", "rejected", "of-tomorrow"] {
        assert_eq!(look(submission(200, state, "")), "unconfirmed", "{state}");
    }
    assert_eq!(look(submission(200, "sending", "")), "sending");
    assert_eq!(look(None), "nothing");
    assert_eq!(look(json(200, "")), "nothing");
    assert_eq!(look(json(200, CLIENT)), "nothing");
    assert_eq!(look(problem(404, "not-found")), "nothing");
    for status in [400, 403, 429, 500, 502, 503, 504] {
        assert_eq!(look(reply(status, HTML, "Oh")), "nothing", "{status}");
    }
}

#[test]
fn a_look_up_tells_that_nobody_is_signed_in() {
    assert_eq!(look(Some(Reply::redirect())), "signed out");
    assert_eq!(look(reply(200, HTML, LOGIN)), "signed out");
    assert_eq!(look(reply(401, HTML, LOGIN)), "signed out");
    assert_eq!(look(problem(401, "unauthenticated")), "signed out");
}

#[test]
fn a_look_up_brings_candidates_and_when_it_may_be_sent_again() {
    let report = |more: &str| match looked_up(submission(200, "unconfirmed", more)) {
        Outcome::Open(report) => report,
        _ => panic!("it is settled"),
    };
    let found = report(&format!(r#","candidates":[{CLIENT},{CLIENT}],"may_send_again":true"#));
    assert_eq!((found.candidates.len(), found.may_send_again), (2, true));
    let found = report("");
    assert_eq!((found.candidates.len(), found.may_send_again), (0, false));
    let later = submission(200, "sending", "").map(|it| Reply { retry_after: Some(7), ..it });
    let Outcome::Open(report) = looked_up(later) else { panic!("it is settled") };
    assert_eq!(report.retry_after, Some(7));
}

#[test]
fn a_server_that_keeps_no_submissions_will_never_know() {
    assert_eq!(look(reply(404, HTML, "No such thing")), "unknowable");
    assert_eq!(look(json(404, "{}")), "unknowable");
    assert_eq!(look(reply(405, "", "")), "unknowable");
}

#[test]
fn an_invitation_went_out_or_not() {
    assert_eq!(invite(json(200, CLIENT)), "created uLu8K");
    assert_eq!(invite(json(202, CLIENT)), "unconfirmed 202");
    assert_eq!(invite(json(200, "")), "unconfirmed 200");
    assert_eq!(invite(None), "unconfirmed");
    assert_eq!(invite(reply(502, HTML, "Oh")), "unconfirmed 502");
    assert_eq!(invite(problem(404, "client-not-found")), "rejected 404 client-not-found");
    assert_eq!(
        invite(problem(502, "invite-not-configured")),
        "misconfigured 502 invite-not-configured"
    );
}

#[test]
fn where_records_land_is_known_only_where_it_is_said() {
    let said = r#"{"name":"demo","upstream_host":"127.0.0.1","proxy_version":"0.1.0"}"#;
    let expected = (EnvironmentName::Demo, "127.0.0.1".to_owned());
    assert_eq!(environment(json(200, said)), Some(expected));
    for silent in [None, json(200, "{}"), json(404, said), reply(200, HTML, LOGIN)] {
        assert!(environment(silent).is_none());
    }
}
