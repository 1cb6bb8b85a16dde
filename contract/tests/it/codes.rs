//! The codes of a problem, against the table of the interface.

use std::collections::HashSet;

use roosted_contract::{Code, Kind, Problem};

/// Status, code and kind, word for word and in the order of the interface.
const TABLE: [(u16, &str, &str); 34] = [
    (400, "malformed", "rejected"),
    (400, "missing-key", "rejected"),
    (400, "bad-key", "rejected"),
    (401, "unauthenticated", "unauthorized"),
    (403, "not-allowed", "forbidden"),
    (403, "cross-origin", "forbidden"),
    (403, "missing-header", "forbidden"),
    (404, "not-found", "misconfigured"),
    (404, "client-not-found", "rejected"),
    (404, "unknown-submission", "unavailable"),
    (405, "method-not-allowed", "misconfigured"),
    (413, "too-large", "rejected"),
    (414, "uri-too-long", "misconfigured"),
    (415, "unsupported-media-type", "misconfigured"),
    (421, "wrong-host", "misconfigured"),
    (431, "headers-too-large", "misconfigured"),
    (409, "still-running", "unconfirmed"),
    (409, "upstream-conflict", "rejected"),
    (422, "invalid", "rejected"),
    (422, "upstream-rejected", "rejected"),
    (422, "key-reused", "rejected"),
    (429, "too-many-requests", "rate-limited"),
    (502, "upstream-unauthorized", "misconfigured"),
    (502, "upstream-forbidden", "misconfigured"),
    (502, "upstream-not-found", "misconfigured"),
    (502, "invite-not-configured", "misconfigured"),
    (502, "upstream-failed", "unavailable"),
    (504, "upstream-timeout", "unavailable"),
    (503, "upstream-busy", "unavailable"),
    (503, "overloaded", "unavailable"),
    (503, "ledger-unavailable", "unavailable"),
    (503, "shutting-down", "unavailable"),
    (500, "internal", "unconfirmed"),
    // Not of the interface: what this build reads where the other side is newer.
    (500, "unknown", "unconfirmed"),
];

#[test]
fn every_code_has_the_status_and_kind_of_the_interface() {
    for (status, word, kind) in TABLE {
        let code = Code::named(word);
        assert_eq!((code.as_str(), code.status(), code.kind().as_str()), (word, status, kind),);
    }
    let words: HashSet<_> = TABLE.iter().map(|it| it.1).filter(|it| *it != "unknown").collect();
    assert_eq!(words, Code::ALL.iter().map(|it| it.as_str()).collect());
}

#[test]
fn every_code_has_a_title_of_its_own() {
    let titles: HashSet<_> = Code::ALL.iter().map(|it| it.title()).collect();
    assert_eq!(titles.len(), Code::ALL.len());
    for code in Code::ALL {
        let title = code.title();
        assert!(title.starts_with(char::is_uppercase) && !title.ends_with('.'), "{title}");
    }
}

#[test]
fn a_problem_says_its_code_four_times_and_alike() {
    for code in Code::ALL {
        let problem = Problem::new(*code, "What happened.");
        assert_eq!((problem.code, problem.status), (*code, code.status()));
        assert_eq!(problem.title, code.title());
        assert_eq!(problem.type_, format!("urn:roosted-proxy:{}", code.as_str()));
    }
}

#[test]
fn a_status_that_leaves_the_outcome_open_is_of_the_kind_unconfirmed() {
    for code in Code::ALL {
        let open = matches!(code, Code::StillRunning | Code::Internal);
        assert_eq!(code.kind() == Kind::Unconfirmed, open, "{code:?}");
    }
}
