//! What a failure means, and whether asking again can help.

use roosted_client_form::failure::{Failure, kind_of_bare_status};
use roosted_contract::{Code, Kind};

use crate::support::{kinds, told};

/// What a problem of a code that this build does not know means.
fn kind_of_newer(status: u16) -> Kind {
    Failure::told(status, Code::Unknown, Vec::new()).kind
}

#[test]
fn a_code_says_what_it_means() {
    for code in Code::ALL {
        let failure = told(*code, &[]);
        assert_eq!((failure.kind, failure.code), (code.kind(), Some(*code)));
        assert_eq!(failure.status, Some(code.status()));
    }
}

#[test]
fn a_code_of_a_newer_proxy_means_what_its_status_says() {
    for (status, kind) in [
        (400, Kind::Rejected),
        (401, Kind::Unauthorized),
        (403, Kind::Forbidden),
        (404, Kind::Misconfigured),
        (409, Kind::Rejected),
        (422, Kind::Rejected),
        (429, Kind::RateLimited),
        (500, Kind::Unconfirmed),
        // The proxy answers these only where nothing was created.
        (502, Kind::Unavailable),
        (503, Kind::Unavailable),
        (504, Kind::Unavailable),
        (507, Kind::Unconfirmed),
    ] {
        assert_eq!(kind_of_newer(status), kind, "{status}");
    }
}

#[test]
fn only_a_status_that_cannot_follow_a_passed_on_request_means_that_nothing_was_created() {
    for (status, kind) in [
        (400, Kind::Rejected),
        (401, Kind::Unauthorized),
        (403, Kind::Forbidden),
        (404, Kind::Misconfigured),
        (405, Kind::Misconfigured),
        (409, Kind::Rejected),
        (413, Kind::Rejected),
        (421, Kind::Misconfigured),
        (422, Kind::Rejected),
        (429, Kind::RateLimited),
        (431, Kind::Misconfigured),
        (503, Kind::Unavailable),
    ] {
        assert_eq!(kind_of_bare_status(status), kind, "{status}");
    }
    let open = [0, 408].into_iter().chain(100..400).chain([500, 501, 502]).chain(504..=999);
    for status in open {
        assert_eq!(kind_of_bare_status(status), Kind::Unconfirmed, "{status}");
    }
}

#[test]
fn only_an_unconfirmed_failure_is_open_and_only_a_rejection_is_final() {
    for kind in kinds() {
        let failure = Failure::of(kind);
        assert_eq!(failure.is_open(), kind == Kind::Unconfirmed, "{kind:?}");
        assert_eq!(failure.is_final(), kind == Kind::Rejected, "{kind:?}");
    }
}
