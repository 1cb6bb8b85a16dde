//! The idempotency key.

use roosted_contract::{BadKey, IdempotencyKey};

const KEY: &str = "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d";

fn parse(text: &str) -> Result<IdempotencyKey, BadKey> {
    text.parse()
}

#[test]
fn bare_quoted_and_upper_case_are_one_key() {
    let key = parse(KEY).unwrap();
    assert_eq!(key.as_str(), KEY);
    assert_eq!(parse(&KEY.to_uppercase()), Ok(key));
    assert_eq!(parse(&format!("\"{KEY}\"")), Ok(key));
    assert_eq!((key.to_string(), format!("{key:?}")), (KEY.to_owned(), KEY.to_owned()));
    assert_eq!(serde_json::to_string(&key).unwrap(), format!("\"{KEY}\""));
}

#[test]
fn everything_else_is_no_key() {
    for text in [
        "",
        "\"\"",
        "\"",
        "6f1f9f0a",
        "6f1f9f0a8d1b4c779d6b0e4f1c2a3b4d",
        "{6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d}",
        "urn:uuid:6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d",
        "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4",
        "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4dd",
        "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4g",
        "6f1f9f0a-8d1b-4c77-9d6b_0e4f1c2a3b4d",
        "6f1f9f0a8-d1b-4c77-9d6b-0e4f1c2a3b4d",
        " 6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d",
        "\"6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d",
        "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d\"",
        "\"\"6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d\"\"",
        "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d, 6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3b4d",
        "6f1f9f0a-8d1b-4c77-9d6b-0e4f1c2a3bé",
    ] {
        assert_eq!(parse(text), Err(BadKey), "{text:?}");
    }
    assert!(serde_json::from_str::<IdempotencyKey>("\"x\"").is_err());
    assert!(serde_json::from_str::<IdempotencyKey>("7").is_err());
}

#[test]
fn a_random_key_says_that_it_is_random() {
    for (bytes, expected) in [
        ([0x00; 16], "00000000-0000-4000-8000-000000000000"),
        ([0xFF; 16], "ffffffff-ffff-4fff-bfff-ffffffffffff"),
        (*b"0123456789abcdef", "30313233-3435-4637-b839-616263646566"),
    ] {
        let key = IdempotencyKey::from_random(bytes);
        assert_eq!(key.as_str(), expected);
        assert_eq!(parse(expected), Ok(key));
    }
}
