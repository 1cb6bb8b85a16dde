//! The module as it was built, but with the names of its functions.

use std::fs;

use anyhow::{Context as _, Result};

use crate::assemble::shorten;
use crate::build::PROFILE;
use crate::step::{output, run};
use crate::tools::Toolbox;
use crate::tools::rust::TARGET;
use crate::workspace::Workspace;

/// Makes it from what cargo built, in the way that `index.html` tells Trunk to.
///
/// # Errors
///
/// Fails when the page was not built before, or when a tool fails.
pub(super) fn module(workspace: &Workspace) -> Result<Vec<u8>> {
    let page = fs::read_to_string(workspace.root.join("index.html"))?;
    let level = attribute(&page, "data-wasm-opt").context("index.html asks for no wasm-opt")?;
    let parameters = attribute(&page, "data-wasm-opt-params").unwrap_or_default();
    let built = workspace.target().join(TARGET).join(PROFILE).join("roosted-client-form.wasm");
    let folder = workspace.target().join("xtask/named");

    let tools = Toolbox::for_page(workspace)?;
    run(tools
        .command(workspace, "wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--no-demangle", "--out-dir"])
        .args([&folder, &built]))?;
    let bound = folder.join("roosted-client-form_bg.wasm");
    let named = folder.join("named.wasm");
    output(
        tools
            .command(workspace, "wasm-opt")
            .args([&format!("-O{level}"), "--debuginfo"])
            .args(parameters.split_whitespace())
            .args(shorten::PASSES)
            .arg(&bound)
            .arg("-o")
            .arg(&named),
    )?;
    fs::read(&named).with_context(|| format!("cannot read {}", named.display()))
}

/// The value of the first attribute of that name.
fn attribute<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_how_its_module_is_made() {
        let page = r#"<link data-trunk data-wasm-opt="z" data-wasm-opt-params="--a --b" />"#;
        assert_eq!(attribute(page, "data-wasm-opt"), Some("z"));
        assert_eq!(attribute(page, "data-wasm-opt-params"), Some("--a --b"));
        assert_eq!(attribute(page, "data-bin"), None);
    }
}
