//! Routes that do not exist, methods that nobody has, paths that read in two ways.

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request};

use crate::stage::{ADA, HOST, KEY, Stage, creating, get};

fn with_method(method: &str, path: &str) -> Request<Body> {
    let mut request = get(path);
    *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
    request
}

#[tokio::test]
async fn only_the_routes_of_the_interface_exist() {
    let stage = Stage::open().await;
    for path in [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/clients/",
        "/api/clients/uLu8K/",
        "/api/clients/uLu8K/contacts",
        "/api/clients/uLu8K/invite/again",
        "/api/submissions",
        "/api/environment/",
        "/api/1_12/clients",
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"] {
            let answer = stage.ask(with_method(method, path)).await;
            assert_eq!(answer.problem(), (404, "not-found".into()), "{method} {path}");
        }
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn a_route_takes_its_own_methods_only() {
    let stage = Stage::open().await;
    for (path, allow) in [
        ("/api/clients", "POST"),
        ("/api/clients/uLu8K/invite", "POST"),
        ("/api/clients/uLu8K", "GET,HEAD"),
        (&format!("/api/submissions/{KEY}"), "GET,HEAD"),
        ("/api/environment", "GET,HEAD"),
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"] {
            if allow.split(',').any(|it| it == method) {
                continue;
            }
            let answer = stage.ask(with_method(method, path)).await;
            assert_eq!(answer.problem(), (405, "method-not-allowed".into()), "{method} {path}");
            assert_eq!(answer.header("allow"), Some(allow));
        }
        if allow == "POST" {
            let answer = stage.ask(with_method("HEAD", path)).await;
            assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, Some(allow)));
        }
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn there_is_no_list_of_clients() {
    let stage = Stage::open().await;
    for path in ["/api/clients", "/api/clients?items_per_page=100&page=1"] {
        assert_eq!(stage.get(path).await.problem(), (405, "method-not-allowed".into()));
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn a_path_that_reads_in_two_ways_goes_nowhere() {
    let stage = Stage::open().await;
    for path in [
        "/api/clients/..",
        "/api/clients/../clients",
        "/api/./clients",
        "/api/clients/.",
        "/../api/clients",
        "/api//clients",
        "//api/clients",
        "/api/clients//invite",
        "/api/clients/..%2f..%2f_faults",
        "/api/clients/%2e%2e/clients",
        "/api/clients/%252e%252e",
        "/api/clients%2FuLu8K",
        "/api/clients/uLu8K%00",
        "/api/clients/uLu8K%0d%0aX-Evil:%201",
        "/api/clients/%75Lu8K",
        "/api%2fclients",
        "/%61pi/clients",
        "/api/clients/uLu8K;jsessionid=1",
        "/api/clients/a|b",
        "/..%5cindex.html",
        "/%2e%2e/%2e%2e/etc/passwd",
    ] {
        for request in [get(path), with_method("POST", path)] {
            let answer = stage.ask(request).await;
            assert_eq!(answer.problem(), (404, "not-found".into()), "{path}");
        }
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn the_door_is_no_proxy_of_that_kind() {
    let stage = Stage::open().await;
    for uri in ["http://evil.example/api/clients", "http://localhost:8080/api/clients"] {
        let mut request = creating(KEY, ADA);
        *request.uri_mut() = uri.parse().unwrap();
        assert_eq!(stage.ask(request).await.problem(), (400, "malformed".into()), "{uri}");
    }
    for (method, uri) in
        [("CONNECT", "evil.example:443"), ("TRACE", "/api/clients"), ("TRACE", "/")]
    {
        let mut request = with_method(method, "/");
        *request.uri_mut() = uri.parse().unwrap();
        let answer = stage.ask(request).await;
        assert_eq!(answer.problem(), (405, "method-not-allowed".into()), "{method} {uri}");
        assert!(answer.header("allow").is_some());
    }
    stage.nothing_arrived();
}

#[tokio::test]
async fn an_address_has_an_end() {
    let stage = Stage::open().await;
    let long = |length: usize| format!("/api/environment?{}", "x".repeat(length - 17));

    assert_eq!(stage.get(&long(2048)).await.status, 200);
    assert_eq!(stage.get(&long(2049)).await.problem(), (414, "uri-too-long".into()));
    stage.nothing_arrived();
}

#[tokio::test]
async fn headers_have_an_end() {
    let stage = Stage::open().await;
    let mut many = creating(KEY, ADA);
    while many.headers().len() < 65 {
        many.headers_mut().append("x-more", HeaderValue::from_static("1"));
    }
    let mut large = creating(KEY, ADA);
    large.headers_mut().append("cookie", "x".repeat(16 * 1024).parse().unwrap());

    for request in [many, large] {
        let answer = stage.ask(request).await;
        assert_eq!(answer.problem(), (431, "headers-too-large".into()));
    }
    stage.nothing_arrived();

    let mut usual = creating(KEY, ADA);
    usual.headers_mut().append("cookie", "x".repeat(8 * 1024).parse().unwrap());
    assert_eq!(stage.ask(usual).await.status, 201);

    // The most of both, and no more.
    let size = |it: &Request<Body>| -> usize {
        it.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
    };
    let mut most = creating(KEY, ADA);
    while most.headers().len() < 63 {
        most.headers_mut().append("x-more", HeaderValue::from_static("1"));
    }
    let rest = 16 * 1024 - size(&most) - "cookie".len();
    most.headers_mut().append("cookie", "x".repeat(rest).parse().unwrap());
    assert_eq!((most.headers().len(), size(&most)), (64, 16 * 1024));
    assert_eq!(stage.ask(most).await.status, 201);
}

#[tokio::test]
async fn a_request_is_named_by_us_alone() {
    let stage = Stage::open().await;
    let request = Request::get("/api/environment").header("host", HOST);
    let request = request.header("x-request-id", "forged").body(Body::empty()).unwrap();

    let answer = stage.ask(request).await;

    assert_ne!(answer.header("x-request-id"), Some("forged"));
    assert_eq!(answer.headers.get_all("x-request-id").iter().count(), 1);
}
