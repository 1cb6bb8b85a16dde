//! Short names between the module and its glue.
//!
//! What the two call each other by is long and holds digests, which no compression can take back:
//! four kilobytes of the page. `wasm-opt` gives short names and tells which; the glue learns them
//! here. The names are the generator's own, so no text of ours can be taken for one.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::assemble::names::Names;
use crate::step::output;

/// What `wasm-bindgen` calls the glue, as seen from the module.
const GLUE: &str = "\"./roosted-client-form_bg.js\"";

/// What `wasm-opt` calls it.
const SHORT_GLUE: &str = "\"a\"";

/// What makes `wasm-opt` do it. Which features the module may use stands in a section that it needs no
/// longer; all of them would include some that no browser has.
pub(crate) const PASSES: [&str; 3] =
    ["--minify-imports-and-exports-and-modules", "--strip-target-features", "--strip-producers"];

/// Gives short names to both files in `staging`.
///
/// # Errors
///
/// Fails when a file cannot be read or written, or when the glue lacks what the module asks for.
pub(super) fn both(wasm_opt: &Path, staging: &Path, names: &Names) -> Result<()> {
    let wasm = staging.join(&names.wasm);
    let told = output(Command::new(wasm_opt).args(PASSES).arg(&wasm).arg("-o").arg(&wasm))?;
    let glue = staging.join(&names.glue);
    let script = fs::read_to_string(&glue)?;
    let script = rename(&script, &Short::read(&told)?)?;
    fs::write(&glue, script).with_context(|| format!("cannot write {}", glue.display()))
}

/// The short name of each long one.
#[derive(Debug, Default)]
struct Short {
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

impl Short {
    /// Reads what `wasm-opt` told: `{ "imports": [[module, long, short]], "exports": [[long, short]] }`.
    fn read(told: &str) -> Result<Self> {
        let told: Value = serde_json::from_str(told).context("wasm-opt tells no names")?;
        let pairs = |list: &str| {
            let list = told[list].as_array().into_iter().flatten();
            let pair = |entry: &Value| {
                let mut names = entry.as_array()?.iter().rev().map(Value::as_str);
                let (short, long) = (names.next()??, names.next()??);
                Some((long.to_owned(), short.to_owned()))
            };
            list.filter_map(pair).collect()
        };
        Ok(Self { imports: pairs("imports"), exports: pairs("exports") })
    }
}

/// The glue with short names: those that it offers, and those behind `wasm.`.
fn rename(script: &str, short: &Short) -> Result<String> {
    let mut found = 0;
    let mut renamed = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_part_of_a_name) {
        let end = rest[start..].find(|c| !is_part_of_a_name(c)).map_or(rest.len(), |it| start + it);
        let name = &rest[start..end];
        renamed.push_str(&rest[..start]);
        let is_export = renamed.ends_with("wasm.");
        let known = if is_export { &short.exports } else { &short.imports };
        found += usize::from(!is_export && known.contains_key(name));
        renamed.push_str(known.get(name).map_or(name, String::as_str));
        rest = &rest[end..];
    }
    renamed.push_str(rest);

    if found < short.imports.len() {
        bail!("the glue lacks {} of what the module asks for", short.imports.len() - found);
    }
    if !renamed.contains(GLUE) {
        bail!("the glue does not say {GLUE}");
    }
    Ok(renamed.replace(GLUE, SHORT_GLUE))
}

fn is_part_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str =
        r#"{ "imports": [["./a_bg.js", "__wbg_log_0a", "$"]], "exports": [["widget_new", "c"]] }"#;

    #[test]
    fn both_sides_of_the_border_get_short_names() {
        let script = r#"const i = { "./roosted-client-form_bg.js": { __wbg_log_0a: (x) => log(x) } };
            wasm.widget_new(); const widget_new = wasm.memory;"#;
        assert_eq!(
            rename(script, &Short::read(TOLD).unwrap()).unwrap(),
            r#"const i = { "a": { $: (x) => log(x) } };
            wasm.c(); const widget_new = wasm.memory;"#
        );
    }

    #[test]
    fn a_glue_that_lacks_something_is_refused() {
        let script = r#"const i = { "./roosted-client-form_bg.js": { __wbg_log_0b: 1 } };"#;
        let error = rename(script, &Short::read(TOLD).unwrap()).unwrap_err().to_string();
        assert_eq!(error, "the glue lacks 1 of what the module asks for");
        assert!(rename("__wbg_log_0a", &Short::read(TOLD).unwrap()).is_err());
    }

    #[test]
    fn what_is_no_map_of_names_is_refused() {
        assert!(Short::read("Fatal: no such file").is_err());
    }
}
