//! Words that a newer peer may add to.

use std::fmt::Debug;

use roosted_contract::{Code, EnvironmentName, FieldCode, Kind, SubmissionState};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Each word is read as itself, and any other as `unknown`.
#[track_caller]
fn is_open<T>(all: &[T], words: &[&str], unknown: T)
where
    T: Copy + Debug + DeserializeOwned + PartialEq + Serialize,
{
    let json = |word: &str| serde_json::to_string(word).unwrap();
    assert_eq!(all.len(), words.len());
    for (value, word) in all.iter().zip(words) {
        assert_eq!(serde_json::to_string(value).unwrap(), json(word));
        assert_eq!(serde_json::from_str::<T>(&json(word)).unwrap(), *value);
        let louder = json(&word.to_uppercase());
        assert_eq!(serde_json::from_str::<T>(&louder).unwrap(), unknown);
    }
    for word in ["", "unknown", "teapot", "of tomorrow\u{20}", "\u{1F600}"] {
        assert_eq!(serde_json::from_str::<T>(&json(word)).unwrap(), unknown, "{word:?}");
    }
    for other in ["7", "null", "[]"] {
        assert!(serde_json::from_str::<T>(other).is_err(), "no word: {other}");
    }
}

#[test]
fn a_code_this_build_does_not_know_is_unknown() {
    let words: Vec<_> = Code::ALL.iter().map(|it| it.as_str()).collect();
    is_open(Code::ALL, &words, Code::Unknown);
}

#[test]
fn kinds_are_those_of_the_interface() {
    let words = [
        "rejected",
        "unauthorized",
        "forbidden",
        "rate-limited",
        "unavailable",
        "misconfigured",
        "offline",
        "unconfirmed",
        "unsupported",
    ];
    is_open(Kind::ALL, &words, Kind::Unknown);
}

#[test]
fn states_are_those_of_the_interface() {
    let words = ["sending", "created", "rejected", "unconfirmed"];
    is_open(SubmissionState::ALL, &words, SubmissionState::Unknown);
}

#[test]
fn environments_are_those_of_the_interface() {
    let words = ["production", "sandbox", "demo", "custom"];
    is_open(EnvironmentName::ALL, &words, EnvironmentName::Unknown);
    for (host, name) in [
        ("api.roostedhr.com", EnvironmentName::Production),
        ("sandbox.roostedhr.com", EnvironmentName::Sandbox),
        ("api.roostedhr.com.example", EnvironmentName::Custom),
        ("127.0.0.1", EnvironmentName::Custom),
        ("", EnvironmentName::Custom),
    ] {
        assert_eq!(EnvironmentName::of_host(host), name, "{host}");
    }
}

#[test]
fn field_codes_begin_with_those_of_the_interface() {
    let words =
        ["required", "too-long", "implausible", "unknown-field", "duplicate-field", "wrong-type"];
    is_open(FieldCode::ALL, &words, FieldCode::Unknown);
}
