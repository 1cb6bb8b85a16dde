//! The description of our routes: where it is served, and that it is true.

use std::sync::LazyLock;

use axum::http::Method;
use roosted_proxy::openapi;
use serde_json::Value;

use crate::stage::{Answer, Stage};

static DESCRIPTION: LazyLock<Value> = LazyLock::new(openapi);

/// What an answer may carry and every other may not.
const HEADERS: [&str; 4] = ["Idempotency-Replayed", "Location", "Retry-After", "WWW-Authenticate"];

/// That an answer is one that its route is described to give, whatever a test made of the request:
/// its status, its headers, and the code of a problem.
#[track_caller]
pub(crate) fn is_described(method: &Method, path: &str, answer: &Answer) {
    let Some(described) = operation(method, path) else { return };
    let status = answer.status.as_str();
    let described = described["responses"].get(status);
    let described = described.unwrap_or_else(|| panic!("{method} {path} answers with {status}"));
    for name in HEADERS {
        let may_be_there = described["headers"].get(name).is_some();
        assert!(may_be_there || answer.header(name).is_none(), "{name}: {answer:?}");
    }
    let codes = "/content/application~1problem+json/schema/properties/code/enum";
    if let Some(codes) = described.pointer(codes) {
        let code = &answer.json()["code"];
        assert!(codes.as_array().unwrap().contains(code), "{method} {path} answers with {code}");
    }
}

/// The operation of a path, if it is a route that takes this method.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let path = path.strip_prefix("/api")?;
    let fits = |route: &str| {
        let parts = || route.split('/').zip(path.split('/'));
        route.split('/').count() == path.split('/').count()
            && parts().all(|(route, path)| route == path || route.starts_with('{'))
    };
    let mut routes = DESCRIPTION["paths"].as_object().unwrap().iter();
    routes.find(|(route, _)| fits(route))?.1.get(method.as_str().to_ascii_lowercase())
}

#[tokio::test]
async fn it_is_for_those_who_run_the_door() {
    let stage = Stage::open().await;

    let answer = stage.admin("/api/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.json(), *DESCRIPTION);

    let answer = stage.get("/api/openapi.json").await;
    assert_eq!(answer.problem(), (404, "not-found".to_owned()));
    stage.nothing_arrived();
}

#[test]
fn a_route_is_found_by_its_path_and_method() {
    let id = |method, path| {
        operation(&method, path).map(|it| it["operationId"].as_str().unwrap().to_owned())
    };
    assert_eq!(id(Method::POST, "/api/clients").as_deref(), Some("createClient"));
    assert_eq!(id(Method::GET, "/api/clients/abc").as_deref(), Some("readClient"));
    assert_eq!(id(Method::POST, "/api/clients/abc/invite").as_deref(), Some("inviteClient"));
    for (method, path) in
        [(Method::PUT, "/api/clients"), (Method::GET, "/api/nothing"), (Method::GET, "/clients")]
    {
        assert_eq!(id(method, path), None, "{path}");
    }
}
