//! The record the API answers with: read leniently, written in full.

use roosted_contract::{Client, ClientField, ClientId, Decoded, PortalStatus, Value};
use serde_json::json;

#[track_caller]
fn decoded(record: &serde_json::Value) -> Decoded {
    // As text, because that is how it comes.
    serde_json::from_str(&record.to_string()).unwrap()
}

/// The smallest record that strays in nothing, with one member more.
fn with(name: &str, value: serde_json::Value) -> serde_json::Value {
    let mut record = json!({ "id": "uLu8K", "client_name": "Ada", "pending": false });
    record[name] = value;
    record
}

#[track_caller]
fn is_refused(record: &serde_json::Value) {
    assert!(serde_json::from_str::<Client>(&record.to_string()).is_err(), "{record}");
}

#[test]
fn a_missing_nullable_field_is_null_and_no_drift() {
    let Decoded { client, drift } =
        decoded(&json!({ "id": "uLu8K", "client_name": "Ada", "pending": true }));
    assert_eq!((client.id(), client.name(), client.pending()), ("uLu8K", "Ada", Some(true)));
    for field in &ClientField::ALL[2..17] {
        assert!(client.value(*field) == &Value::Null, "{field:?}");
    }
    assert_eq!(client.portal_status(), PortalStatus::NotConnected);
    assert_eq!(drift, 0);
}

#[test]
fn a_null_is_null_and_no_drift() {
    for field in &ClientField::ALL[2..17] {
        let Decoded { client, drift } = decoded(&with(field.name(), json!(null)));
        assert!(client.value(*field) == &Value::Null, "{field:?}");
        assert_eq!(drift, 0, "{field:?}");
    }
}

#[test]
fn without_an_id_or_a_name_it_is_no_client() {
    for name in ["id", "client_name"] {
        for value in [json!(null), json!(""), json!(true), json!(1.5), json!([]), json!({})] {
            is_refused(&with(name, value));
        }
        let mut record = with("client_city", json!("Zürich"));
        record.as_object_mut().unwrap().remove(name);
        is_refused(&record);
    }
    for other in [json!([]), json!("uLu8K"), json!(null), json!({ "client": with("x", json!(1)) })]
    {
        is_refused(&other);
    }
}

#[test]
fn unknown_members_are_ignored_and_counted() {
    let mut record = with("client_fax", json!("1"));
    record["client_locations"] = json!([{ "city": { "name": "Zürich" } }]);
    record["Id"] = json!("other");
    let Decoded { client, drift } = decoded(&record);
    assert_eq!((client.id(), drift), ("uLu8K", 3));
    assert_eq!(serde_json::to_value(&client).unwrap().as_object().unwrap().len(), 18);
}

#[test]
fn every_portal_status_is_told_apart() {
    for (value, status, drift) in [
        (json!(null), PortalStatus::NotConnected, 0),
        (json!(0), PortalStatus::Invited, 0),
        (json!(2), PortalStatus::Connected, 0),
        (json!(1), PortalStatus::Unknown(1), 0),
        (json!(7), PortalStatus::Unknown(7), 0),
        (json!(-1), PortalStatus::Unknown(-1), 0),
        (json!(i64::MAX), PortalStatus::Unknown(i64::MAX), 0),
        (json!("2"), PortalStatus::Connected, 1),
        (json!("connected"), PortalStatus::NotConnected, 1),
        (json!(u64::MAX), PortalStatus::NotConnected, 1),
        (json!(2.5), PortalStatus::NotConnected, 1),
        (json!(true), PortalStatus::NotConnected, 1),
    ] {
        let read = decoded(&with("client_portal_connection_status", value.clone()));
        assert_eq!((read.client.portal_status(), read.drift), (status, drift), "{value}");
    }
}

#[test]
fn a_number_where_text_belongs_is_its_digits() {
    let Decoded { client, drift } = decoded(&with("id", json!(48_151)));
    assert_eq!((client.id(), drift), ("48151", 1));
    let Decoded { client, drift } = decoded(&with("client_postal_code", json!(8001)));
    assert_eq!((client.text(ClientField::PostalCode), drift), (Some("8001"), 1));
}

#[test]
fn what_cannot_be_brought_into_shape_is_null_and_counted_once() {
    for value in [json!(true), json!(1.5), json!(["x"]), json!({ "x": [1, null] })] {
        let Decoded { client, drift } = decoded(&with("client_city", value.clone()));
        assert_eq!((client.text(ClientField::City), drift), (None, 1), "{value}");
    }
    for value in [json!("yes"), json!(1), json!(null), json!([])] {
        let Decoded { client, drift } = decoded(&with("pending", value.clone()));
        assert_eq!((client.pending(), drift), (None, 1), "{value}");
    }
    assert_eq!(decoded(&json!({ "id": "uLu8K", "client_name": "Ada" })).drift, 1);
}

#[test]
fn a_known_name_twice_is_no_record_to_trust() {
    for record in [
        r#"{"id":"a","id":"b","client_name":"Ada"}"#,
        r#"{"id":"a","client_name":"Ada","client_name":"Ada"}"#,
        r#"{"id":"a","client_name":"Ada","client_city":null,"client_city":null}"#,
    ] {
        assert!(serde_json::from_str::<Client>(record).is_err(), "{record}");
    }
    let record = r#"{"id":"a","client_name":"Ada","x":1,"x":2,"pending":false}"#;
    assert_eq!(serde_json::from_str::<Decoded>(record).unwrap().drift, 2);
}

#[test]
fn depth_and_huge_numbers_hurt_nobody() {
    for depth in [100, 127, 128, 100_000] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for name in ["x", "client_city", "pending"] {
            let record = format!(r#"{{"id":"a","client_name":"Ada","{name}":{deep}}}"#);
            // Read as drift or refused as too deep; either way we are still here.
            let client = serde_json::from_str::<Client>(&record);
            assert!(client.is_ok_and(|it| it.text(ClientField::City).is_none()));
        }
    }
    for number in ["1e400", "-1e400", "1e-400", "99999999999999999999", &"9".repeat(5000)] {
        let record = format!(r#"{{"id":"a","client_name":"Ada","client_city":{number}}}"#);
        let city = serde_json::from_str::<Client>(&record)
            .map(|it| it.text(ClientField::City).map(str::to_owned));
        assert!(matches!(city, Err(_) | Ok(None)), "{number} is never guessed at");
    }
}

#[test]
fn what_is_no_json_is_no_client() {
    for text in ["", "<html>", "{", "{}", "NaN", "\u{FEFF}{\"id\":\"a\",\"client_name\":\"Ada\"}"] {
        assert!(serde_json::from_str::<Client>(text).is_err(), "{text:?}");
    }
}

#[test]
fn it_is_always_written_with_all_fields_in_order() {
    let Decoded { client, .. } = decoded(&json!({
        "zzz": 1, "pending": true, "client_name": "Ada", "client_city": "Zürich", "id": "uLu8K",
    }));
    assert_eq!(
        serde_json::to_string(&client).unwrap(),
        concat!(
            r#"{"id":"uLu8K","client_name":"Ada","client_contact_name":null,"#,
            r#""client_contact_phone":null,"client_contact_email":null,"#,
            r#""client_contact_title":null,"default_comments_for_workers":null,"#,
            r#""client_invoice_customer_id":null,"client_address":null,"#,
            r#""client_city":"Zürich","client_state":null,"client_postal_code":null,"#,
            r#""company_name":null,"client_portal_connection_status":null,"#,
            r#""client_portal_connection_datetime":null,"client_portal_invite_datetime":null,"#,
            r#""client_portal_invite_email":null,"pending":true}"#,
        )
    );
}

#[test]
fn texts_are_kept_as_they_came() {
    let odd = " \u{202E}\r\n<script>\0\u{FEFF}";
    let client = decoded(&with("client_city", json!(odd))).client;
    assert_eq!(client.text(ClientField::City), Some(odd));
}

#[test]
fn each_field_is_found_by_its_name() {
    for field in ClientField::ALL {
        assert_eq!(ClientField::named(field.name()), Some(field));
    }
    assert_eq!(ClientField::named("client_fax"), None);
}

#[test]
fn an_id_fit_for_a_route_is_letters_and_digits() {
    for id in ["a", "uLu8K", "0", &"x".repeat(64)] {
        assert_eq!(id.parse::<ClientId>().unwrap().as_str(), id);
    }
    for id in ["", "a/b", "..", "a b", "a%2f", "ä", "a\n", "-1", "a_b", &"x".repeat(65)] {
        assert!(id.parse::<ClientId>().is_err(), "{id:?}");
    }
}
