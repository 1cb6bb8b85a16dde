//! What the page must not say: its policy forbids all that is written inline, but for style elements,
//! which the proxy names in it by their hashes.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// Refuses a page that a browser would refuse in part, without a word to the person.
///
/// # Errors
///
/// Fails when something is written inline, and names it.
pub(super) fn check(page: &Path) -> Result<()> {
    let html =
        fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    match inline(&html) {
        None => Ok(()),
        Some(tag) => bail!("{} has something inline: `{tag}`", page.display()),
    }
}

/// The first tag that carries a script itself, a style in an attribute, or what Trunk should have taken out.
fn inline(html: &str) -> Option<&str> {
    html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest)).find(|tag| {
        let mut words = tag.split_whitespace();
        match words.next() {
            Some("script") => !tag.contains(" src="),
            // With an attribute it would be no style that the proxy finds.
            Some("style") => *tag != "style",
            Some("!--") => false,
            _ => words.any(|word| {
                let name = word.split('=').next().unwrap_or(word);
                let is_handler = name.starts_with("on") && word.contains('=');
                name == "style" || is_handler || name.starts_with("data-trunk")
            }),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn what_the_policy_names_is_fine() {
        let html = r#"<!doctype html><!-- one style --><html lang="en"><style>p{}</style>
            <script type="module" src="/roosted-client-form.js"></script>
            <roosted-client-form></roosted-client-form></html>"#;
        assert_eq!(inline(html), None);
    }

    #[test]
    fn what_is_written_inline_is_named() {
        assert_eq!(inline("<p>x</p><script>go()</script>"), Some("script"));
        assert_eq!(inline("<style nonce=1>p {}</style>"), Some("style nonce=1"));
        assert_eq!(inline(r#"<p style="x">"#), Some(r#"p style="x""#));
        assert_eq!(inline(r#"<p onclick="x">"#), Some(r#"p onclick="x""#));
        assert_eq!(
            inline(r#"<link data-trunk rel="rust">"#),
            Some(r#"link data-trunk rel="rust""#)
        );
    }

    #[test]
    fn the_readme_embeds_the_element_as_the_page_does() {
        let root = Workspace::find().unwrap().root;
        let read = |file: &str| fs::read_to_string(root.join(file)).unwrap();
        let (page, readme) = (read("index.html"), read("README.md"));
        let embedding = page.lines().map(str::trim).filter(|it| it.contains("roosted-client-form"));
        let embedding: Vec<_> = embedding.filter(|it| !it.contains("data-trunk")).collect();
        assert_eq!(embedding.len(), 2, "{embedding:?}");
        for line in embedding {
            assert!(readme.contains(line), "README.md should show `{line}`");
        }
    }
}
