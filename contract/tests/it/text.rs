//! What counts as text.

use roosted_contract::text::{clean, is_dropped_at_the_ends, length};

use crate::support::DROPPED;

#[test]
fn every_dropped_character_goes_from_both_ends() {
    for c in DROPPED {
        assert_eq!(clean(&format!("{c}Ada{c}")), "Ada", "{c:?}");
        assert_eq!(clean(&format!("{c}{c} \t{c}Ada{c}\n{c}")), "Ada", "{c:?}");
        assert_eq!(clean(&c.to_string()), "", "{c:?}");
    }
}

#[test]
fn no_other_character_is_dropped() {
    for c in '\0'..=char::MAX {
        assert_eq!(is_dropped_at_the_ends(c), DROPPED.contains(&c), "{c:?}");
    }
}

#[test]
fn marks_that_only_look_alike_stay() {
    // Soft hyphen, Mongolian vowel separator, invisible times, an isolate, a combining accent,
    // the braille blank, the replacement character.
    for c in ['\u{AD}', '\u{180E}', '\u{2062}', '\u{2066}', '\u{301}', '\u{2800}', '\u{FFFD}'] {
        let typed = format!("{c}Ada{c}");
        assert_eq!(clean(&typed), typed, "{c:?}");
    }
}

#[test]
fn inside_nothing_is_dropped() {
    for c in DROPPED.into_iter().filter(|it| *it != '\r') {
        let typed = format!("Ada{c}{c}Sons");
        assert_eq!(clean(&typed), typed, "{c:?}");
    }
}

#[test]
fn emoji_and_other_scripts_survive_byte_for_byte() {
    for name in [
        "👩\u{200D}🔧\u{200D}👨 Ltd",
        "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
        "شركة آدا\u{200C}ها",
        "\u{5D0}\u{5D3}\u{5D4} (A\u{200E}BC)",
        "e\u{301}\u{327} not é",
        "क\u{94D}\u{200D}ष",
        "tab\there, two  spaces",
    ] {
        assert_eq!(clean(name).as_bytes(), name.as_bytes());
    }
}

#[test]
fn line_ends_become_line_feeds() {
    for (typed, expected) in [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\nb", "a\nb"),
        ("a\r\rb", "a\n\nb"),
        ("a\r\n\r\nb", "a\n\nb"),
        ("a\n\rb", "a\n\nb"),
        ("\r\na\r\n", "a"),
        ("a\u{2028}b\u{85}c", "a\u{2028}b\u{85}c"),
    ] {
        assert_eq!(clean(typed), expected, "{typed:?}");
    }
}

#[test]
fn length_is_counted_in_code_points() {
    for (text, points) in [("", 0), ("Ada", 3), ("😀", 1), ("e\u{301}", 2), ("👩\u{200D}🔧", 3)]
    {
        assert_eq!(length(text), points, "{text:?}");
    }
}
