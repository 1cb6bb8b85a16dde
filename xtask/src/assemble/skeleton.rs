//! The form in the page itself, so that it shows and takes typing before any script has come.
//!
//! `src/element/skeleton.json` is the empty form as the module draws it, which a test in a browser
//! compares; the element draws the same on other pages. Here it becomes a declarative shadow root, with
//! the styles that it needs: to wait for a file of its own would show nothing meanwhile.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value};

/// What the form is in.
const ELEMENT: &str = "<roosted-client-form>";

/// Elements that have no content, and no end.
const VOID: [&str; 1] = ["input"];

/// The styles in the page.
#[derive(Debug)]
pub(super) struct Styles {
    /// Of the page around the form.
    pub(super) page: String,
    /// Of the form, as far as it is needed before there is a script.
    pub(super) form: String,
}

/// Writes the skeleton and its styles into a page.
///
/// # Errors
///
/// Fails when a file cannot be read or written, when the skeleton is no tree of elements, or when the page
/// has no place for it.
pub(super) fn write(page: &Path, skeleton: &Path, styles: &Styles) -> Result<()> {
    let read = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let skeleton: Value = serde_json::from_str(&read(skeleton)?)?;
    let html = with_form(&read(page)?, &skeleton, styles)?;
    fs::write(page, html).with_context(|| format!("cannot write {}", page.display()))
}

fn with_form(page: &str, skeleton: &Value, styles: &Styles) -> Result<String> {
    let words = skeleton["words"].as_object().context("a skeleton has words")?;
    let form = element(&skeleton["widget"], words).context("a skeleton is a tree of elements")?;
    let root = format!(
        "{ELEMENT}<template shadowrootmode=\"open\" shadowrootdelegatesfocus><style>{}</style>\
         <p class=\"skeleton__late\"><slot></slot></p>{form}</template>",
        styles.form.trim_end()
    );
    let style = format!("<style>{}</style>\n  </head>", styles.page.trim_end());
    let mut html = page.to_owned();
    for (place, with) in [(ELEMENT, root), ("</head>", style)] {
        if html.matches(place).count() != 1 {
            bail!("the page should have one {place}");
        }
        html = html.replace(place, &with);
    }
    Ok(html)
}

/// `[name, attributes, …children]` as markup.
fn element(node: &Value, words: &Map<String, Value>) -> Option<String> {
    let [name, attributes, children @ ..] = node.as_array()?.as_slice() else { return None };
    let (name, attributes) = (name.as_str()?, attributes.as_object()?);
    let mut html = format!("<{name}");
    for (name, value) in attributes {
        match value.as_str()? {
            "" => html.extend([" ", name]),
            value => html.extend([" ", name, "=\"", &escaped(value), "\""]),
        }
    }
    html.push('>');
    for child in children {
        html.push_str(&match child.as_str() {
            Some(text) => escaped(&said(text, words)?),
            None => element(child, words)?,
        });
    }
    if !VOID.contains(&name) {
        html.extend(["</", name, ">"]);
    }
    Some(html)
}

/// A text with its words, whose keys stand in braces.
fn said(text: &str, words: &Map<String, Value>) -> Option<String> {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, key)) = rest.split_once('{') {
        let (key, after) = key.split_once('}')?;
        said.push_str(before);
        said.push_str(words.get(key)?.as_str()?);
        rest = after;
    }
    Some(said + rest)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn styles() -> Styles {
        Styles { page: "body{}\n".into(), form: "p{}\n".into() }
    }

    #[test]
    fn a_skeleton_becomes_a_shadow_root() {
        let page = "<head>\n  </head><roosted-client-form>Sorry</roosted-client-form>";
        let skeleton = json!({
            "words": { "form.title": "Add a <client>", "form.required": "required" },
            "widget": ["form", { "class": "form", "novalidate": "" },
                ["h2", {}, "{form.title}", ["span", {}, " ({form.required})"]],
                ["input", { "name": "client_name" }],
            ],
        });
        assert_eq!(
            with_form(page, &skeleton, &styles()).unwrap(),
            "<head>\n  <style>body{}</style>\n  </head><roosted-client-form>\
             <template shadowrootmode=\"open\" shadowrootdelegatesfocus><style>p{}</style>\
             <p class=\"skeleton__late\"><slot></slot></p>\
             <form class=\"form\" novalidate><h2>Add a &lt;client><span> (required)</span></h2>\
             <input name=\"client_name\"></form></template>Sorry</roosted-client-form>"
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let page = "<head></head><roosted-client-form></roosted-client-form>";
        let skeleton = |widget: Value| json!({ "words": {}, "widget": widget });
        let refused = |page: &str, widget: Value| {
            with_form(page, &skeleton(widget), &styles()).unwrap_err().to_string()
        };
        assert_eq!(
            refused(page, json!(["p", {}, "{no.word}"])),
            "a skeleton is a tree of elements"
        );
        assert_eq!(refused(page, json!("p")), "a skeleton is a tree of elements");
        let two = "<head></head><roosted-client-form><roosted-client-form>";
        assert_eq!(
            refused(two, json!(["p", {}])),
            "the page should have one <roosted-client-form>"
        );
        assert_eq!(
            refused("<roosted-client-form>", json!(["p", {}])),
            "the page should have one </head>"
        );
    }
}
