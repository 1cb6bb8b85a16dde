//! The built page: encodings, tags, caching, and nothing beside it.

use std::fs;

use axum::body::Body;
use axum::http::{Method, Request};
use roosted_proxy::{Assets, AssetsError};
use tempfile::TempDir;

use crate::stage::{Answer, HOST, Setup, Stage, page, put};

const WASM: &str = "/roosted-client-form-0123456789abcdef_bg.wasm";
const SCRIPT: &str = "/roosted-client-form.js";

fn built() -> TempDir {
    let folder = page();
    for (name, bytes) in [
        (&WASM[1..], "plain wasm"),
        (&format!("{}.br", &WASM[1..]), "brotli wasm"),
        (&format!("{}.gz", &WASM[1..]), "gzip wasm"),
        (&SCRIPT[1..], "export {}"),
        (&format!("{}.gz", &SCRIPT[1..]), "gzip script"),
        ("page-0123456789abcdef.css", "p {}"),
        ("snippets/form-0123456789abcdef/inline.js", "1"),
        ("lonely.br", "not a variant"),
        (".env", "SECRET=1"),
        (".git/config", "secret"),
    ] {
        put(folder.path(), name, bytes.as_bytes());
    }
    folder
}

async fn stage() -> Stage {
    Stage::with(Setup { assets: Some(built()), ..Setup::default() }).await
}

async fn ask(stage: &Stage, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path).header("host", HOST);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    stage.ask(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_best_encoding_that_is_wanted_is_sent() {
    let stage = stage().await;
    for (accept, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "brotli wasm"),
        ("gzip", Some("gzip"), "gzip wasm"),
        ("br;q=0, gzip", Some("gzip"), "gzip wasm"),
        ("br;q=0.1, gzip;q=0.9", Some("gzip"), "gzip wasm"),
        ("*;q=0", None, "plain wasm"),
        ("identity", None, "plain wasm"),
        ("", None, "plain wasm"),
    ] {
        let answer = ask(&stage, WASM, &[("accept-encoding", accept)]).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-encoding"), encoding, "{accept}");
        assert_eq!(answer.body, body);
        assert_eq!(answer.header("content-length"), Some(body.len().to_string().as_str()));
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
    }
    let answer = ask(&stage, SCRIPT, &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
}

#[tokio::test]
async fn a_tag_belongs_to_the_bytes_that_were_sent() {
    let stage = stage().await;
    let tag = async |accept| {
        let answer = ask(&stage, WASM, &[("accept-encoding", accept)]).await;
        answer.header("etag").unwrap().to_owned()
    };
    let (plain, gzip, brotli) = (tag("").await, tag("gzip").await, tag("br").await);
    assert!(plain != gzip && gzip != brotli && plain != brotli);
    assert!([&plain, &gzip, &brotli].iter().all(|it| it.starts_with('"') && it.len() == 34));
    assert_eq!(plain, tag("").await);

    for (known, fresh) in [
        (brotli.clone(), false),
        (format!("W/{brotli}"), false),
        (format!("\"other\", {brotli}"), false),
        ("*".to_owned(), false),
        (gzip, true),
        ("\"other\"".to_owned(), true),
    ] {
        let headers = [("accept-encoding", "br"), ("if-none-match", known.as_str())];
        let answer = ask(&stage, WASM, &headers).await;
        assert_eq!(answer.status.as_u16(), if fresh { 200 } else { 304 }, "{known}");
        assert_eq!(answer.body.is_empty(), !fresh);
        assert_eq!(answer.header("etag"), Some(brotli.as_str()));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    }
}

#[tokio::test]
async fn only_hashed_names_are_kept_for_ever() {
    let stage = stage().await;
    let forever = "public, max-age=31536000, immutable";
    for (path, cache, content_type) in [
        ("/", "no-cache", "text/html; charset=utf-8"),
        ("/index.html", "no-cache", "text/html; charset=utf-8"),
        (SCRIPT, "no-cache", "text/javascript; charset=utf-8"),
        (WASM, forever, "application/wasm"),
        ("/page-0123456789abcdef.css", forever, "text/css; charset=utf-8"),
        ("/snippets/form-0123456789abcdef/inline.js", "no-cache", "text/javascript; charset=utf-8"),
        ("/lonely.br", "no-cache", "application/octet-stream"),
    ] {
        let answer = ask(&stage, path, &[]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), Some(cache), "{path}");
        assert_eq!(answer.header("content-type"), Some(content_type), "{path}");
    }
}

#[tokio::test]
async fn nothing_else_is_served() {
    let folder = built();
    put(folder.path().parent().unwrap(), "roosted-outside.txt", b"secret");
    let stage = Stage::with(Setup { assets: Some(folder), ..Setup::default() }).await;
    for path in [
        "/clients/new",
        "/index",
        "/INDEX.HTML",
        "/index.html/",
        "/snippets/",
        "/snippets",
        "/.env",
        "/.git/config",
        "/roosted-client-form.js.gz",
    ] {
        let answer = ask(&stage, path, &[]).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    }
    for path in ["/../roosted-outside.txt", "/..%2froosted-outside.txt", "//roosted-outside.txt"] {
        let answer = ask(&stage, path, &[]).await;
        assert_eq!(answer.problem(), (404, "not-found".into()), "{path}");
    }
}

#[tokio::test]
async fn a_file_is_read_and_nothing_more() {
    let stage = stage().await;
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let request = Request::builder().method(method).uri("/").header("host", HOST);
        let answer = stage.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.problem(), (405, "method-not-allowed".into()));
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
    let head = Request::head(WASM).header("host", HOST).body(Body::empty()).unwrap();
    let answer = stage.ask(head).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-length")), (200, Some("10")));
    assert!(answer.header("etag").is_some());
}

#[test]
fn a_folder_without_a_page_says_how_to_build_one() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("dist");
    for (path, error) in [
        (folder.path(), Assets::read(folder.path()).unwrap_err()),
        (&missing, Assets::read(&missing).unwrap_err()),
    ] {
        let sentence = error.to_string();
        assert!(sentence.contains(path.to_str().unwrap()), "{sentence}");
        assert!(sentence.contains("cargo xtask serve"), "{sentence}");
    }
    fs::create_dir(&missing).unwrap();
    assert!(matches!(Assets::read(&missing), Err(AssetsError::NoPage(_))));
}
