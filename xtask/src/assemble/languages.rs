//! The files of the languages, which the element fetches when it is asked for one.
//!
//! `roosted-client-form-<tag>-<hash>.json` has the direction and a tree of words, since keys begin
//! alike: `{ "dir": "rtl", "words": { "card": { "title": "…" } } }`. A plural form that is that of
//! `other` is left out; the widget takes that one then.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use roosted_languages::{ALL, Language};
use serde_json::{Map, Value, json};

use crate::assemble::integrity;
use crate::assemble::names::short_hash;

/// Writes a file for each language, and returns what the element has to know of them: by tag, its
/// name and what it has to be.
///
/// # Errors
///
/// Fails when a file cannot be written.
pub(super) fn write(staging: &Path) -> Result<Value> {
    let mut files = Map::new();
    for language in ALL {
        let text = json!({ "dir": language.dir, "words": tree(&language) }).to_string();
        let hash = short_hash(text.as_bytes());
        let name = format!("roosted-client-form-{}-{hash}.json", language.tag);
        let path = staging.join(&name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        files.insert(language.tag.into(), json!([format!("./{name}"), integrity::of(&path)?]));
    }
    Ok(files.into())
}

fn tree(language: &Language) -> Value {
    let mut root = Map::new();
    for (key, text) in language.words.iter().filter(|it| !is_that_of_other(language, it)) {
        let mut at = &mut root;
        for part in key.split('.') {
            let entry = at.entry(part).or_insert_with(|| Map::new().into());
            let Value::Object(inner) = entry else { unreachable!("texts are put in at the end") };
            at = inner;
        }
        at.insert(String::new(), (*text).into());
    }
    Value::Object(root.into_iter().map(|(name, it)| (name, without_needless(it))).collect())
}

/// A branch that has nothing but a text is that text.
fn without_needless(tree: Value) -> Value {
    let Value::Object(branch) = tree else { return tree };
    if branch.len() == 1 && branch.contains_key("") {
        return branch[""].clone();
    }
    Value::Object(branch.into_iter().map(|(name, it)| (name, without_needless(it))).collect())
}

fn is_that_of_other(language: &Language, (key, text): &(&str, &str)) -> bool {
    let Some((stem, form)) = key.rsplit_once('.') else { return false };
    // For one thing the module would take the English one.
    !matches!(form, "one" | "other")
        && language.plurals.contains(&form)
        && language.words.contains(&(&*format!("{stem}.other"), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_written_and_named() {
        let staging = tempfile::tempdir().unwrap();
        let files = write(staging.path()).unwrap();
        for language in ALL {
            let [name, integrity] = [0, 1].map(|at| files[language.tag][at].as_str().unwrap());
            assert!(integrity.starts_with("sha256-"), "{integrity}");
            let text = fs::read_to_string(staging.path().join(name)).unwrap();
            let file: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(file["dir"], language.dir);
            let title = language.words.iter().find(|it| it.0 == "form.title").unwrap().1;
            assert_eq!(file["words"]["form"]["title"], title);
            // A text that is also a branch.
            assert!(
                file["words"]["offline"][""].is_string()
                    && file["words"]["offline"]["title"].is_string()
            );
        }
        let arabic =
            fs::read_to_string(staging.path().join(files["ar"][0].as_str().unwrap())).unwrap();
        let arabic: Value = serde_json::from_str(&arabic).unwrap();
        assert!(arabic["words"]["gauge"]["left"]["few"].is_string());
        assert!(arabic["words"]["open"]["candidates"]["few"].is_null());
    }
}
