//! The documented calls, and the two assumed ones.

use reqwest::Method;
use roosted_contract::{ClientField, Field};
use serde_json::{Value, json};

use crate::stage::{Stage, body};

#[tokio::test]
async fn a_created_client_has_all_eighteen_fields() {
    let stage = Stage::open().await;
    let answer = stage.creating(&json!({ "client_name": "Ada & Sons" })).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let text = answer.text().await.unwrap();

    let client: Value = serde_json::from_str(&text).unwrap();
    for field in ClientField::ALL {
        let expected = match field {
            ClientField::Id => continue,
            ClientField::Name => json!("Ada & Sons"),
            ClientField::Pending => json!(false),
            _ => Value::Null,
        };
        assert_eq!(client.get(field.name()), Some(&expected), "{field:?}");
    }
    let places: Vec<_> =
        ClientField::ALL.map(|it| text.find(&format!("\"{}\":", it.name())).unwrap()).into();
    assert!(places.is_sorted(), "in the order of the reference page");
}

#[tokio::test]
async fn every_given_field_is_kept_as_it_came() {
    let stage = Stage::open().await;
    let fields: Value = Field::ALL
        .iter()
        .map(|it| (it.name().to_owned(), json!(format!(" {} 👩‍🔧\r\n", it.name()))))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let created = body(stage.creating(&fields).send().await.unwrap()).await;
    for field in Field::ALL {
        assert_eq!(created[field.name()], fields[field.name()]);
    }
}

#[tokio::test]
async fn ids_are_five_letters_and_digits_and_never_the_same() {
    let stage = Stage::open().await;
    let mut ids = Vec::new();
    for _ in 0..50 {
        ids.push(stage.created("Ada").await);
    }
    assert!(ids.iter().all(|it| it.len() == 5 && it.bytes().all(|b| b.is_ascii_alphanumeric())));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 50);
}

#[tokio::test]
async fn a_client_is_read_back_unwrapped_and_by_its_exact_id() {
    let stage = Stage::open().await;
    let created = stage.creating(&json!({ "client_name": "Ada" })).send().await.unwrap();
    let created = body(created).await;
    let id = created["id"].as_str().unwrap();

    let answer = stage.call(Method::GET, &format!("/clients/{id}")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(body(answer).await, created);

    let answer = stage.call(Method::GET, &format!("/clients/{id}x")).send().await.unwrap();
    assert_eq!(answer.status(), 404);
}

#[tokio::test]
async fn pages_hold_every_client_once() {
    let stage = Stage::open().await;
    for number in 0..5 {
        stage.created(&format!("Client {number}")).await;
    }
    let mut seen = Vec::new();
    for page in 1..=4 {
        let path = format!("/clients?items_per_page=2&page={page}");
        let answer = stage.call(Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let list = body(answer).await;
        assert_eq!(list["total_count"], 5);
        let clients = list["clients"].as_array().unwrap();
        seen.push(clients.iter().map(|it| it["client_name"].clone()).collect::<Vec<_>>());
    }
    assert_eq!(
        seen,
        [
            vec![json!("Client 0"), json!("Client 1")],
            vec![json!("Client 2"), json!("Client 3")],
            vec![json!("Client 4")],
            vec![],
        ]
    );
}

#[tokio::test]
async fn who_is_removed_is_gone_and_the_others_move_up() {
    let stage = Stage::open().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(stage.created(&format!("Client {number}")).await);
    }

    assert_eq!(stage.sandbox.remove(&ids[1]).unwrap().name(), "Client 1");
    assert!(stage.sandbox.remove(&ids[1]).is_none());

    let answer = stage.call(Method::GET, &format!("/clients/{}", ids[1])).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let answer = stage.call(Method::GET, &format!("/clients/{}", ids[3])).send().await.unwrap();
    assert_eq!(body(answer).await["client_name"], "Client 3");
    let path = "/clients?items_per_page=2&page=2";
    let list = body(stage.call(Method::GET, path).send().await.unwrap()).await;
    assert_eq!(list["total_count"], 4);
    assert_eq!(list["clients"][0]["client_name"], "Client 3");
}

#[tokio::test]
async fn an_invitation_says_to_whom_and_when() {
    let stage = Stage::open().await;
    let id = stage.created("Ada").await;
    let path = format!("/clients/{id}/invite");

    let call = stage.call(Method::POST, &path).json(&json!({ "email": "ada@example.org" }));
    let answer = call.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let client = body(answer).await;
    assert_eq!(client["client_portal_connection_status"], 0);
    assert_eq!(client["client_portal_invite_email"], "ada@example.org");
    assert_eq!(client["client_contact_email"], Value::Null);
    let when = client["client_portal_invite_datetime"].as_str().unwrap();
    let shape: String = when.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
    assert_eq!(shape, "0000-00-00 00:00:00");

    let stored = stage.call(Method::GET, &format!("/clients/{id}")).send().await.unwrap();
    assert_eq!(body(stored).await, client);
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_nothing_else() {
    let stage = Stage::open().await;
    let fields = json!({ "client_name": "Ada", "client_city": "London" });
    let before = body(stage.creating(&fields).send().await.unwrap()).await;
    let path = format!("/clients/{}", before["id"].as_str().unwrap());

    let call = stage.call(Method::PATCH, &path).json(&json!({ "client_city": "Zürich" }));
    let answer = call.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let mut expected = before;
    expected["client_city"] = json!("Zürich");
    assert_eq!(body(answer).await, expected);
    assert_eq!(stage.sandbox.clients().len(), 1);
}

#[tokio::test]
async fn a_contact_needs_a_name_and_a_client() {
    let stage = Stage::open().await;
    let id = stage.created("Ada").await;
    let path = format!("/clients/{id}/contacts");
    let add = |path: &str, fields: Value| stage.call(Method::POST, path).json(&fields).send();

    let answer = add(&path, json!({ "name": "Grace", "title": "Admiral" })).await.unwrap();
    assert_eq!(answer.status(), 201);
    let contact = body(answer).await;
    assert_eq!(contact["name"], "Grace");
    assert_eq!(contact["title"], "Admiral");
    assert_eq!((&contact["number"], &contact["email"]), (&Value::Null, &Value::Null));
    assert_eq!(stage.sandbox.contacts(&id)[0].id, contact["id"].as_str().unwrap());

    assert_eq!(add(&path, json!({ "title": "Admiral" })).await.unwrap().status(), 422);
    let nobody = add("/clients/nobody/contacts", json!({ "name": "Grace" })).await.unwrap();
    assert_eq!(nobody.status(), 404);
    assert_eq!(stage.sandbox.contacts(&id).len(), 1);
}
