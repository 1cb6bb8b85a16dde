//! Every word can be replaced, and the list of their keys says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use roosted_client_form::text::{self, Entry, Word, Words};
use roosted_contract::{Field, Reason};

/// Every word in the code, by its key: those of the module, and those of its loader.
fn words() -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for file in fs::read_dir(root().join("src/text")).unwrap() {
        read(&fs::read_to_string(file.unwrap().path()).unwrap(), &mut words);
    }
    read(&fs::read_to_string(root().join("src/text.rs")).unwrap(), &mut words);
    let loader = fs::read_to_string(root().join("src/element/words.json")).unwrap();
    let loader: BTreeMap<String, String> = serde_json::from_str(&loader).unwrap();
    for (key, english) in loader {
        assert_eq!(words.insert(key, english), None);
    }
    words
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Reads every `word!("key", "English")` and every `plural!("key", "one", "other")` of a source.
fn read(source: &str, words: &mut BTreeMap<String, String>) {
    for declaration in source.split("word!(").skip(1) {
        // Where the macro itself is declared or named.
        let Some((key, rest)) = literal(declaration) else { continue };
        let (english, _) = literal(rest.trim_start_matches(',')).unwrap();
        let before = words.insert(key.clone(), english.clone());
        assert_eq!(before, None, "{key:?} is declared twice");
    }
    for declaration in source.split("plural!(").skip(1) {
        let Some((key, rest)) = literal(declaration) else { continue };
        let (one, rest) = literal(rest.trim_start_matches(',')).unwrap();
        let (other, _) = literal(rest.trim_start_matches(',')).unwrap();
        assert_eq!(words.insert(format!("{key}.one"), one), None, "{key:?} is declared twice");
        assert_eq!(words.insert(format!("{key}.other"), other), None);
    }
}

/// The text of the literal that a source begins with, and what follows it.
fn literal(source: &str) -> Option<(String, &str)> {
    let (text, rest) = source.trim_start().strip_prefix('"')?.split_once('"')?;
    assert!(!text.contains("\\\""), "a quote in {text:?}");
    let mut lines = text.split("\\\n");
    let first = lines.next()?.to_owned();
    Some((lines.fold(first, |text, line| text + line.trim_start()), rest))
}

/// The list, as it should be.
fn list() -> String {
    let mut list = String::from(
        "<!-- Made from the code by tests/it/messages.rs: `ROOSTED_WRITE=1 cargo test --test it messages` writes it. -->\n\
         # Words\n\n\
         Every word and sentence of the form has a key. A page replaces them by the property `messages`, at any time and\n\
         for each form by itself; what it leaves out stays as it is, and null brings all of it back:\n\n\
         ```js\nform.messages = { \"form.title\": \"New customer\", \"mistake.required\": \"{field} is missing\" };\n```\n\n\
         `{…}` is filled in; a sentence may leave it out. Of `….one` and `….other`, the first is for one thing; other languages\n\
         have the forms of `Intl.PluralRules` (`….zero`, `….one`, `….two`, `….few`, `….many`, `….other`), and a form that is not\n\
         there is that of `….other`. What a page says stands in every language: change it with `lang`.\n\n\
         | key | English |\n| --- | --- |\n",
    );
    for (key, english) in words() {
        list.extend(["| `", &key, "` | ", english.trim_end(), " |\n"]);
    }
    list
}

#[test]
fn the_list_of_words_is_that_of_the_code() {
    let file = root().join("docs/messages.md");
    if std::env::var_os("ROOSTED_WRITE").is_some() {
        fs::write(&file, list()).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == list(),
        "docs/messages.md is not that of the code, its first line says how to write it"
    );
}

#[test]
fn every_word_can_be_replaced_and_none_meets_another() {
    let words = words();
    assert!(words.len() > 150, "{}", words.len());
    let mut seen = BTreeMap::new();
    for key in words.keys() {
        let word: Word = Box::leak(Box::new(Entry::new(key, "English")));
        assert_eq!(seen.insert(format!("{word:?}"), key), None, "{key}");
        let replaced = Words::replacing([(key.clone(), "Other".to_owned())]);
        assert_eq!(replaced.say(word), "Other");
        assert_eq!(replaced, Words::replacing([(key.clone(), "Other".to_owned())]));
        assert_eq!(Words::default().say(word), "English");
    }
}

#[test]
fn one_replaced_word_leaves_the_others() {
    let words = Words::replacing([("form.title".into(), "Neuer Kunde".into())]);
    assert_eq!(words.say(text::FORM_TITLE), "Neuer Kunde");
    assert_eq!(words.say(text::CREATE), text::CREATE.english);
}

#[test]
fn gaps_are_filled_wherever_a_page_puts_them_and_what_is_filled_in_is_not_read_again() {
    let say = |sentence: &str, noun: &str| {
        let words = [("mistake.required", sentence), ("noun.client_city", noun)];
        let words = Words::replacing(words.map(|(key, text)| (key.to_owned(), text.to_owned())));
        text::mistake(&words, Field::City, Reason::Required)
    };
    assert_eq!(say("{field} fehlt", "Ort"), "Ort fehlt");
    assert_eq!(say("{field}? {field}!", "Ort"), "Ort? Ort!");
    assert_eq!(say("Fehlt", "Ort"), "Fehlt");
    assert_eq!(say("{nobody}{field", "{field}"), "{field}");
    assert_eq!(say("}{}", "Ort"), "}");
    assert_eq!(say("", "Ort"), "");
}

#[test]
fn every_language_has_the_words_of_the_code_and_no_others() {
    let english = words();
    for language in roosted_languages::ALL {
        let forms = |key: &str| {
            let counted =
                key.strip_suffix(".other").filter(|it| english.contains_key(&format!("{it}.one")));
            match counted {
                Some(key) => language.plurals.iter().map(|it| format!("{key}.{it}")).collect(),
                None if key.rsplit_once('.').is_some_and(|it| it.1 == "one") => vec![],
                None => vec![key.to_owned()],
            }
        };
        let expected: BTreeSet<_> = english.keys().flat_map(|it| forms(it)).collect();
        let has: BTreeSet<_> = language.words.iter().map(|it| it.0.to_owned()).collect();
        assert_eq!(has, expected, "{}", language.tag);
    }
}

#[test]
fn a_form_that_a_language_does_not_have_is_that_of_other() {
    let count = |words: &[(&str, &str)], mistakes| {
        let words = words.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
        text::summary(&Words::replacing(words), mistakes)
    };
    assert_eq!(count(&[("summary.other", "{count}!")], 1_234), "1,234!");
    assert_eq!(count(&[("summary.other", "{count}!")], 1), "There is 1 thing to correct");
    assert_eq!(count(&[("summary.one", "{count}?")], 1), "1?");
    assert_eq!(count(&[("summary.few", "{count}?")], 3), "There are 3 things to correct");
}
