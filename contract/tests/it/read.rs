//! Reading what a caller sent: every flaw by name, and nothing that JSON forbids.

use roosted_contract::{Draft, Field, FieldCode, FieldError, Flaw, Invitation, ReadError};
use serde_json::Deserializer;

/// Reads a body as a server does: to its end.
fn read(body: &str) -> Result<Draft, ReadError<serde_json::Error>> {
    let mut json = Deserializer::from_str(body);
    let draft = Draft::read(&mut json)?;
    json.end().map_err(ReadError::Syntax)?;
    Ok(draft)
}

#[track_caller]
fn flaws(body: &str) -> Vec<(String, Flaw)> {
    match read(body) {
        Err(ReadError::Malformed(all)) => all.into_iter().map(|it| (it.name, it.flaw)).collect(),
        Err(ReadError::Syntax(error)) => panic!("no member is named: {error}"),
        Ok(_) => panic!("it was read: {body}"),
    }
}

#[track_caller]
fn is_syntax_error(body: &str) {
    assert!(matches!(read(body), Err(ReadError::Syntax(_))), "{body}");
    assert!(serde_json::from_str::<Draft>(body).is_err(), "{body}");
}

#[test]
fn an_object_of_known_strings_is_read_as_it_is() {
    let draft = read(r#" { "client_city" : " Z\u00fcrich\r\n", "client_name": "" } "#).unwrap();
    assert_eq!(draft.get(Field::City), " Zürich\r\n");
    assert_eq!(draft.get(Field::Name), "");
    assert!(read("{}").unwrap().is_empty());
}

#[test]
fn a_pair_of_surrogates_is_one_character() {
    let draft = read(r#"{"client_name":"\ud83d\ude00"}"#).unwrap();
    assert_eq!(draft.get(Field::Name), "😀");
}

#[test]
fn every_flaw_is_named_in_order() {
    let body = r#"{
        "client_fax": "1", "client_name": "Ada", "client_name": "Bob", "client_city": null,
        "id": {"a": [1, {"b": 2}]}, "client_state": 7, "client_state": "x", "": true
    }"#;
    let expected = [
        ("client_fax", Flaw::Unknown),
        ("client_name", Flaw::Duplicate),
        ("client_city", Flaw::WrongType),
        ("id", Flaw::Unknown),
        ("client_state", Flaw::WrongType),
        ("client_state", Flaw::Duplicate),
        ("", Flaw::Unknown),
    ];
    let read: Vec<_> = flaws(body);
    let read: Vec<_> = read.iter().map(|(name, flaw)| (name.as_str(), *flaw)).collect();
    assert_eq!(read, expected);
}

#[test]
fn whatever_is_no_string_is_of_the_wrong_type() {
    for value in ["null", "true", "0", "-1", "1.5", "18446744073709551615", "[]", "[[\"x\"]]", "{}"]
    {
        let flaws = flaws(&format!(r#"{{"client_name":{value}}}"#));
        assert_eq!(flaws, [("client_name".to_owned(), Flaw::WrongType)], "{value}");
    }
}

#[test]
fn a_name_in_another_spelling_is_another_name() {
    for name in ["Client_Name", "client_name ", "clientName", "client_n\\u00e4me"] {
        let flaws = flaws(&format!(r#"{{"{name}":"Ada"}}"#));
        assert_eq!(flaws[0].1, Flaw::Unknown, "{name}");
    }
    // An escape is a spelling of JSON, not of the name.
    assert_eq!(read(r#"{"client\u005fname":"Ada"}"#).unwrap().get(Field::Name), "Ada");
}

#[test]
fn an_endless_name_is_cut_and_endless_flaws_are_not_all_told() {
    let long = "é".repeat(1000);
    assert_eq!(flaws(&format!(r#"{{"{long}":1}}"#))[0].0, "é".repeat(64));

    let many: Vec<_> = (0..10_000).map(|it| format!(r#""x{it}":1"#)).collect();
    assert_eq!(flaws(&format!("{{{}}}", many.join(","))).len(), 64);
}

#[test]
fn what_is_no_object_is_refused() {
    for body in ["", " ", "null", "true", "1", "\"client_name\"", "[]", r#"["client_name"]"#] {
        is_syntax_error(body);
    }
}

#[test]
fn what_follows_the_object_is_refused() {
    for rest in ["x", "{}", ",", "]", "\0", "null"] {
        is_syntax_error(&format!(r#"{{"client_name":"Ada"}}{rest}"#));
    }
}

#[test]
fn what_is_no_json_is_refused() {
    for body in [
        r#"{"client_name":"Ada""#,
        r#"{"client_name":"Ada",}"#,
        "{'client_name':'Ada'}",
        r#"{client_name:"Ada"}"#,
        r#"{"client_name":NaN}"#,
        r#"{"client_name":"Ada"/**/}"#,
        "\u{FEFF}{\"client_name\":\"Ada\"}",
        "{\"client_name\":\"line\nfeed\"}",
        r#"{"client_name":"\x41"}"#,
    ] {
        is_syntax_error(body);
    }
}

#[test]
fn a_lone_surrogate_is_refused() {
    for text in [r"\ud800", r"\udc00", r"\ud800x", r"\ud800\ud800", r"\udc00\ud800", r"x\uDFFF"] {
        is_syntax_error(&format!(r#"{{"client_name":"{text}"}}"#));
        is_syntax_error(&format!(r#"{{"{text}":"x"}}"#));
        // Inside something that does not belong, the member is refused with what it holds.
        assert_eq!(flaws(&format!(r#"{{"x":["{text}"]}}"#))[0].1, Flaw::Unknown);
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    for body in [&b"{\"client_name\":\"\xFF\"}"[..], b"{\"client_name\":\"\xED\xA0\x80\"}"] {
        assert!(serde_json::from_slice::<Draft>(body).is_err());
    }
}

#[test]
fn deep_nesting_ends_in_a_refusal() {
    for depth in [10, 200, 100_000] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&format!(r#"{{"x":{deep}}}"#)).is_err());
        assert!(read(&format!(r#"{{"client_name":{deep}}}"#)).is_err());
    }
}

#[test]
fn a_flaw_becomes_an_entry_of_a_problem() {
    let Err(ReadError::Malformed(all)) =
        read(r#"{"fax":"1","client_name":"Ada","client_name":"Bob","client_city":1}"#)
    else {
        panic!("three members do not belong")
    };
    let errors: Vec<_> = all.into_iter().map(FieldError::from).collect();
    let named: Vec<_> = errors.iter().map(|it| (it.field.as_str(), it.code)).collect();
    assert_eq!(
        named,
        [
            ("fax", FieldCode::UnknownField),
            ("client_name", FieldCode::DuplicateField),
            ("client_city", FieldCode::WrongType),
        ]
    );
    assert!(errors.iter().all(|it| it.message.ends_with('.')));
}

#[test]
fn without_names_the_same_is_refused() {
    for body in [r#"{"x":1}"#, r#"{"client_name":1}"#, r#"{"client_name":"a","client_name":"a"}"#] {
        assert!(serde_json::from_str::<Draft>(body).is_err(), "{body}");
    }
    let draft: Draft = serde_json::from_str(r#"{"client_name":"Ada"}"#).unwrap();
    assert_eq!(draft.get(Field::Name), "Ada");
}

#[test]
fn an_invitation_is_read_by_the_same_rules() {
    let read = |body: &str| Invitation::read(&mut Deserializer::from_str(body));
    assert_eq!(read(r#"{"email":" ada@example.org "}"#).unwrap(), " ada@example.org ");
    assert_eq!(read("{}").unwrap(), "");
    for (body, name, flaw) in [
        (r#"{"mail":"x"}"#, "mail", Flaw::Unknown),
        (r#"{"email":null}"#, "email", Flaw::WrongType),
        (r#"{"email":"a","email":"b"}"#, "email", Flaw::Duplicate),
        (r#"{"client_name":"Ada"}"#, "client_name", Flaw::Unknown),
    ] {
        let Err(ReadError::Malformed(all)) = read(body) else { panic!("{body}") };
        assert_eq!((all[0].name.as_str(), all[0].flaw), (name, flaw));
    }
    assert!(matches!(read("[]"), Err(ReadError::Syntax(_))));
}
