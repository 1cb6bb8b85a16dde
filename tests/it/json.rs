//! What is read as JSON, compared with the reader that everybody uses.

use proptest::prelude::*;
use roosted_client_form::api::json::Json;
use serde_json::Value;

/// The same as our reader says it.
fn same(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Flag(flag),
        Value::Number(number) => number.as_i64().map_or(Json::Other, Json::Number),
        Value::String(text) => Json::Text(text),
        Value::Array(values) => Json::List(values.into_iter().map(same).collect()),
        Value::Object(members) => {
            let (names, values) = members.into_iter().map(|(name, it)| (name, same(it))).unzip();
            Json::Object(names, values)
        }
    }
}

#[track_caller]
fn is_read_alike(text: &str) {
    assert_eq!(Json::read(text), serde_json::from_str(text).ok().map(same), "{text:?}");
}

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5).prop_map(Value::from_iter),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_written_is_read(value in values()) {
        let text = value.to_string();
        prop_assert_eq!(Json::read(&text), Some(same(value.clone())));
        prop_assert_eq!(Json::read(&serde_json::to_string_pretty(&value).unwrap()), Some(same(value)));
    }

    #[test]
    fn one_character_more_or_less_is_judged_alike(
        value in values(),
        at in any::<prop::sample::Index>(),
        more in prop::sample::select(vec!["", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", " ", "x"]),
    ) {
        let mut characters: Vec<_> = value.to_string().chars().map(String::from).collect();
        let at = at.index(characters.len());
        characters[at] = more.to_owned();
        let text = characters.concat();
        // What they hold may differ: of two members of one name, theirs drops one.
        let theirs = serde_json::from_str::<Value>(&text);
        prop_assert_eq!(Json::read(&text).is_some(), theirs.is_ok(), "{}", text);
    }
}

#[test]
fn numbers_are_read_alike() {
    for text in [
        "0",
        "7",
        "-7",
        "10",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "1.5",
        "-0.5",
        "1e3",
        "1E+3",
        "1e-3",
        "0.0",
        "0e0",
        "",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1x",
        "NaN",
        "Infinity",
        "0x10",
        "1 2",
    ] {
        is_read_alike(text);
    }
    let long = "9".repeat(5_000);
    assert_eq!(Json::read(&long), Some(Json::Other));
    assert_eq!(Json::read("1e400"), Some(Json::Other));
}

#[test]
fn texts_are_read_alike() {
    for text in [
        r#""""#,
        r#""a\"b\\c\/d\b\f\n\r\t""#,
        r#""\u00e9\u20AC\ud83d\ude00""#,
        "\"\u{7f}\u{2028}é😀\"",
        r#""\x""#,
        r#""\u12""#,
        r#""\u+123""#,
        r#""\u12g4""#,
        r#""\ud83d""#,
        r#""\ude00\ud83d""#,
        r#""\ud83d\u0041""#,
        r#""\ud83dx""#,
        r#""\u00é9""#,
        r#"""#,
        r#""\"#,
        r#""\u"#,
        "\"\n\"",
        "\"\0\"",
        "'a'",
    ] {
        is_read_alike(text);
    }
}

#[test]
fn lists_and_objects_are_read_alike() {
    for text in [
        "[]",
        "{}",
        "[ ]",
        "{ }",
        " [ 1 , [ ] , { } ] ",
        "{ \"a\" : [ true , false , null ] }",
        "\t\r\n1\n",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "[}",
        "{]",
        "[1}",
        "{\"a\":1]",
        "]",
        "}",
        "[",
        "{",
        "[[]",
        "[]]",
        "tru",
        "truex",
        "nul",
        "True",
        "\u{FEFF}1",
        "\u{A0}1",
        "1;",
        "<!doctype html>",
    ] {
        is_read_alike(text);
    }
}

#[test]
fn depth_hurts_nobody() {
    for depth in [1, 8, 9, 128, 100_000] {
        let deep = ["[".repeat(depth), "]".repeat(depth)].concat();
        let json = Json::read(&format!(r#"{{"deep":{deep},"name":"Ada"}}"#)).unwrap();
        assert_eq!(json.get("name").and_then(Json::text), Some("Ada"), "{depth}");
        assert_eq!(Json::read(&deep[1..]), None, "{depth}");
        assert_eq!(Json::read(&deep[..deep.len() - 1]), None, "{depth}");
    }
}

#[test]
fn a_member_is_found_once_or_not_at_all() {
    let json = Json::read(r#"{"a":1,"b":2,"b":2,"c":null}"#).unwrap();
    assert_eq!(json.get("a"), Some(&Json::Number(1)));
    assert_eq!(json.get("b"), None);
    assert_eq!(json.get("c"), Some(&Json::Null));
    assert_eq!(json.get("d"), Some(&Json::Null));
    assert_eq!(Json::Null.get("a"), None);
}
