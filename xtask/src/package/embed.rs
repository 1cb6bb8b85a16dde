//! The lines that load the element from a folder named after its version, each script checked.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};

/// The lines for the head of a page, whose files lie in `/roosted-client-form/<version>/`.
///
/// The hints come first, and fetch at once what the script would ask for only when it has come.
///
/// # Errors
///
/// Fails when a file is missing, and names its kind.
pub(super) fn lines(version: &str, integrity: &Map<String, Value>) -> Result<String> {
    let place = |kind: &str, fits: fn(&str) -> bool| {
        let file = integrity.iter().find(|(name, _)| fits(name));
        let (name, value) = file.with_context(|| format!("there is no {kind}"))?;
        let value = value.as_str().with_context(|| format!("{name} has no integrity"))?;
        anyhow::Ok((format!("/roosted-client-form/{version}/{name}"), value))
    };
    let (script, script_is) = place("script", |it| it == "roosted-client-form.js")?;
    let (glue, glue_is) =
        place("glue", |it| it.starts_with("roosted-client-form-") && ends(it, "js"))?;
    // Browsers check no integrity of a hint for data, and warn of it: the script does.
    let (module, _) = place("module", |it| ends(it, "wasm"))?;
    Ok(format!(
        r#"<link rel="modulepreload" href="{glue}" integrity="{glue_is}" />
<link rel="preload" href="{module}" as="fetch" type="application/wasm" crossorigin />
<script type="module" src="{script}" integrity="{script_is}"></script>
"#
    ))
}

fn ends(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_file_is_named_and_scripts_with_what_they_have_to_be() {
        let integrity = json!({
            "roosted-client-form-0a.js": "sha384-glue",
            "roosted-client-form-0a_bg.wasm": "sha384-wasm",
            "roosted-client-form.js": "sha384-script",
        });
        let lines = lines("1.2.3", integrity.as_object().unwrap()).unwrap();
        assert_eq!(
            lines.lines().collect::<Vec<_>>(),
            [
                r#"<link rel="modulepreload" href="/roosted-client-form/1.2.3/roosted-client-form-0a.js" integrity="sha384-glue" />"#,
                r#"<link rel="preload" href="/roosted-client-form/1.2.3/roosted-client-form-0a_bg.wasm" as="fetch" type="application/wasm" crossorigin />"#,
                r#"<script type="module" src="/roosted-client-form/1.2.3/roosted-client-form.js" integrity="sha384-script"></script>"#,
            ]
        );
    }

    #[test]
    fn a_file_that_is_missing_is_named() {
        let integrity = json!({ "roosted-client-form.js": "sha384-script" });
        let error = lines("1.2.3", integrity.as_object().unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "there is no glue");
    }
}
