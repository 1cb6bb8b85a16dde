//! What an e-mail could be sent to.

use roosted_contract::is_plausible_email;

use crate::support::DROPPED;

#[test]
fn a_plausible_address_has_one_at_and_a_dotted_domain() {
    for address in [
        "ada@example.org",
        "a@b.c",
        "ada.lovelace+roosted@mail.example.co.uk",
        "o'hara@example.org",
        "user/department=shipping@example.org",
        "1@2.3",
        "ada@xn--bcher-kva.example",
        "jörg@bücher.example",
        "用户@例子.公司",
        "ada_@ex-ample.org",
    ] {
        assert!(is_plausible_email(address), "{address}");
    }
}

#[test]
fn anything_else_is_odd() {
    for text in [
        "",
        "ada",
        "@",
        "@example.org",
        "ada@",
        "ada@example",
        "ada@.org",
        "ada@example.",
        "ada@example..org",
        "ada@-example.org",
        "ada@example-.org",
        "ada@bob@example.org",
        "ada@example.org@",
        "ada lovelace@example.org",
        "ada@example .org",
        "Ada <ada@example.org>",
        "mailto:ada@example.org",
        "ada@example.org,bob@example.org",
        "ada@example.org;bob@example.org",
        "\"ada\"@example.org",
        "ada@example.org\r\nBcc: bob@example.org",
        "ada@example.org\0",
        "ada\u{7F}@example.org",
    ] {
        assert!(!is_plausible_email(text), "{text:?}");
    }
}

#[test]
fn nothing_invisible_may_hide_inside() {
    for c in DROPPED {
        // The two joiners are parts of letters in some scripts.
        let joins = matches!(c, '\u{200C}' | '\u{200D}');
        assert_eq!(is_plausible_email(&format!("a{c}da@example.org")), joins, "{c:?}");
        assert_eq!(is_plausible_email(&format!("ada@exam{c}ple.org")), joins, "{c:?}");
    }
}
