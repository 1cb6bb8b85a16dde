//! What the stand-in answers when it refuses: in some vendor's shape, with text no person should
//! ever read.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Part of every error body. Wherever a person could read it, upstream text leaks.
pub const INTERNAL_TEXT: &str = "SQLSTATE[22001] in ClientController.php:214 (do not show)";

/// An answer that is not a success.
#[derive(Debug, PartialEq)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    details: Vec<(String, &'static str)>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, details: Vec::new() }
    }

    /// The vendor's words for fields it does not take as they are.
    pub(crate) fn invalid(details: Vec<(String, &'static str)>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, code: "VALIDATION_FAILED", details }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND")
    }
}

/// The documentation gives no shape of an error; this one is made up, as nested as they come.
pub(crate) fn vendor_error(code: &str, details: &[(String, &'static str)]) -> Value {
    let details: Vec<_> =
        details.iter().map(|(field, issue)| json!({ "field": field, "issue": issue })).collect();
    json!({ "error": { "code": code, "message": INTERNAL_TEXT, "details": details } })
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(vendor_error(self.code, &self.details))).into_response()
    }
}
