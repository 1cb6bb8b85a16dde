//! Problems and submissions as they travel.

use roosted_contract::{
    Client, Code, Environment, EnvironmentName, FieldCode, FieldError, Problem, Submission,
    SubmissionState,
};
use serde_json::{Value, json};

#[test]
fn a_problem_without_fields_says_nothing_about_them() {
    let problem = Problem::new(Code::UpstreamBusy, "Try again in 3 seconds.");
    assert_eq!(
        serde_json::to_value(&problem).unwrap(),
        json!({
            "type": "urn:roosted-proxy:upstream-busy",
            "title": "The upstream is busy",
            "status": 503,
            "detail": "Try again in 3 seconds.",
            "code": "upstream-busy",
            "request_id": "",
        })
    );
}

#[test]
fn a_problem_of_a_newer_proxy_is_still_read() {
    let problem: Problem = serde_json::from_value(json!({
        "code": "out-of-tea",
        "retry": { "after": 7 },
        "errors": [{ "field": "client_fax", "code": "too-short", "hint": "longer" }],
    }))
    .unwrap();
    assert_eq!(problem.code, Code::Unknown);
    let unknown =
        FieldError { field: "client_fax".into(), code: FieldCode::Unknown, message: String::new() };
    assert_eq!(problem.errors, [unknown]);
}

#[test]
fn what_has_no_code_is_no_problem_of_ours() {
    for body in [json!({}), json!({ "title": "Oops" }), json!("code"), Value::Null] {
        assert!(serde_json::from_value::<Problem>(body).is_err());
    }
}

#[test]
fn a_submission_holds_only_what_is_known() {
    let text = r#"{"key":"6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d","state":"unconfirmed","since":"2026-11-24T14:34:37Z"}"#;
    let submission: Submission = serde_json::from_str(text).unwrap();
    assert_eq!(submission.state, SubmissionState::Unconfirmed);
    assert_eq!((submission.client.as_ref(), submission.candidates.as_ref()), (None, None));
    assert_eq!(serde_json::to_string(&submission).unwrap(), text);
}

#[test]
fn a_submission_carries_the_client_or_the_candidates() {
    let client = json!({ "id": "uLu8K", "client_name": "Ada" });
    let submission: Submission = serde_json::from_value(json!({
        "key": "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d",
        "state": "created",
        "since": "2026-11-24T14:34:37Z",
        "client": client,
        "candidates": [client, client],
    }))
    .unwrap();
    assert_eq!(submission.client.as_ref().map(Client::id), Some("uLu8K"));
    assert_eq!(submission.candidates.as_ref().map(Vec::len), Some(2));
    let again = serde_json::to_value(&submission).unwrap();
    assert_eq!(again["client"].as_object().unwrap().len(), 18);
    assert_eq!(serde_json::from_value::<Submission>(again).unwrap(), submission);
}

#[test]
fn an_environment_of_a_new_name_is_still_read() {
    let environment: Environment = serde_json::from_value(json!({
        "name": "staging", "upstream_host": "h", "proxy_version": "9.0.0", "region": "eu",
    }))
    .unwrap();
    assert_eq!(environment.name, EnvironmentName::Unknown);
}
