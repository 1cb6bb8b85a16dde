//! A client is created: what is sent, and what comes back.

use roosted_contract::ClientField;
use roosted_proxy::config::ApiAuth;
use serde_json::{Value, json};

use crate::stage::{ADA, CANARY, KEY, Setup, Stage, creating};

#[tokio::test]
async fn a_draft_becomes_a_client() {
    let stage = Stage::open().await;
    let draft = json!({
        "client_name": " Ada & Sons ", "client_contact_name": "Ada", "client_contact_email": "ada",
        "client_invoice_customer_id": "C-1", "client_address": "1 Main St\r\nSuite 2",
        "client_city": "Zürich", "client_state": "", "client_postal_code": "8001",
    });

    let answer = stage.create(KEY, &draft.to_string()).await;

    assert_eq!(answer.status, 201);
    let client = answer.json();
    let id = client["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), Some(format!("clients/{id}").as_str()));
    assert_eq!(answer.header("idempotency-replayed"), None);
    let members: Vec<_> = client.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(ClientField::ALL.iter().all(|it| members.contains(&it.name())));
    assert_eq!(members.len(), 18);
    assert_eq!(client["client_name"], "Ada & Sons");

    let [request] = &stage.arrived()[..] else { panic!("{:?}", stage.arrived()) };
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/api/1_12/clients"));
    // Serialized anew: cleaned, in reading order, the empty field left out.
    assert_eq!(
        request.body,
        "{\"client_name\":\"Ada & Sons\",\"client_contact_name\":\"Ada\",\
         \"client_contact_email\":\"ada\",\"client_invoice_customer_id\":\"C-1\",\
         \"client_address\":\"1 Main St\\nSuite 2\",\"client_city\":\"Zürich\",\
         \"client_postal_code\":\"8001\"}"
    );
}

#[tokio::test]
async fn the_upstream_gets_our_headers_and_no_others() {
    let stage = Stage::open().await;
    let mut request = creating(KEY, ADA);
    for (name, value) in [
        ("x-api-key", "mine"),
        ("x_api_key", "mine"),
        ("authorization", "Bearer mine"),
        ("cookie", "session=1"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "for=192.0.2.1"),
        ("accept-language", "de"),
        ("user-agent", "Mozilla/5.0"),
        ("tracestate", "vendor=client"),
        ("baggage", "user=ada"),
        ("x-request-id", "6f1f9f0a"),
        ("b3", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1"),
        ("te", "trailers"),
        ("traceparent", "00-1-1-01"),
    ] {
        request.headers_mut().append(name, value.parse().unwrap());
    }

    assert_eq!(stage.ask(request).await.status, 201);
    let id = stage.arrived()[0].stored.clone().unwrap();
    assert_eq!(stage.get(&format!("/api/clients/{id}")).await.status, 200);

    let [create, read] = &stage.arrived()[..] else { panic!("{:?}", stage.arrived()) };
    let names = |headers: &[(String, String)]| {
        let mut names: Vec<_> = headers.iter().map(|it| it.0.clone()).collect();
        names.sort();
        names
    };
    let always = ["accept", "accept-encoding", "host", "traceparent", "user-agent", "x-api-key"];
    assert_eq!(names(&read.headers), always);
    let mut with_body: Vec<_> = [&always[..], &["content-length", "content-type"]].concat();
    with_body.sort_unstable();
    assert_eq!(names(&create.headers), with_body);

    let value = |name| create.header(name).collect::<Vec<_>>();
    assert_eq!(value("x-api-key"), [CANARY]);
    assert_eq!(value("content-type"), ["application/json"]);
    assert_eq!(value("accept"), ["application/json"]);
    assert_eq!(value("accept-encoding"), ["identity"]);
    assert_eq!(value("user-agent"), [concat!("roosted-proxy/", env!("CARGO_PKG_VERSION"))]);
}

#[tokio::test]
async fn the_key_can_travel_as_a_bearer_token() {
    let stage = Stage::with(Setup { auth: ApiAuth::Bearer, ..Setup::default() }).await;

    assert_eq!(stage.create(KEY, ADA).await.status, 201);

    let request = &stage.arrived()[0];
    let bearer = format!("Bearer {CANARY}");
    assert_eq!(request.header("authorization").collect::<Vec<_>>(), [bearer]);
    assert_eq!(request.header("x-api-key").count(), 0);
}

#[tokio::test]
async fn a_quoted_key_is_the_same_key() {
    let stage = Stage::open().await;

    let first = stage.create(&format!("\"{KEY}\""), ADA).await;
    let again = stage.create(&KEY.to_uppercase(), ADA).await;

    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(stage.arrived().len(), 1);
}

#[tokio::test]
async fn the_longest_address_fits_however_it_is_escaped() {
    let stage = Stage::open().await;
    // Twelve bytes for each character of 65,535.
    let address = "\\uD83D\\uDD27".repeat(65_535);
    let draft = format!(r#"{{"client_name":"Ada","client_address":"{address}"}}"#);

    let answer = stage.create(KEY, &draft).await;

    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["client_address"], "🔧".repeat(65_535));
}

#[tokio::test]
async fn a_record_that_drifted_is_still_a_client() {
    let stage = Stage::open().await;
    let fault = json!({ "kind": "drift", "extra": true, "numeric_id": true, "portal_status": 7 });
    stage.plan(roosted_sandbox::Route::Create, fault);

    let answer = stage.create(KEY, ADA).await;

    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["id"], "48151");
    assert_eq!(answer.json()["client_portal_connection_status"], 7);
    assert_eq!(answer.json()["client_tax_number"], Value::Null);
}
