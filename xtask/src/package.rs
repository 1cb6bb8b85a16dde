//! `cargo xtask package`: what a portal installs from npm, or puts on its own server.
//!
//! Sources lie in `npm/`: the types, the manifest of the element, and what the package says of
//! itself. This puts them together with the built page in `target/npm/`:
//!
//! | file | knows |
//! | --- | --- |
//! | `dist/` | what a server serves: the element's script and the hashed files it finds beside it |
//! | `integrity.json` | what each of these files has to be, as `sha384-…` |
//! | `embed.html` | the lines that load it, for a folder that is named after the version |
//! | `package.json` | the version of the workspace, where the types and the manifest are |
//!
//! and packs all of it into `target/roosted-client-form-<version>.tgz`. Nothing is published.

mod embed;
mod integrity;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use crate::assemble;
use crate::build;
use crate::step::{output, step};
use crate::tools::node;
use crate::workspace::{VERSION, Workspace};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// What the package takes from the checkout as it is.
const TAKEN: [&str; 7] = [
    "npm/README.md",
    "npm/custom-elements.json",
    "npm/react.d.ts",
    "npm/roosted-client-form.d.ts",
    "npm/vue.d.ts",
    "LICENSE-APACHE",
    "LICENSE-MIT",
];

/// What every file of the element begins with. The rest of a built page is the page itself.
const STEM: &str = "roosted-client-form";

/// Builds the package, and says where it is.
///
/// # Errors
///
/// Fails when a tool cannot be installed, when the page cannot be built, or when npm does not take
/// the package.
pub(crate) fn run(workspace: &Workspace, _args: &Args) -> Result<()> {
    build(workspace)?;
    let archive = pack(workspace)?;
    println!("\n{}\n{}", folder(workspace).display(), archive.display());
    Ok(())
}

/// Where the package lies.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("npm")
}

/// Builds the page and puts the package together.
///
/// # Errors
///
/// Fails when a tool cannot be installed, or when the page cannot be built.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    build::page(workspace)?;
    step("Putting the npm package together", "seconds", || {
        put_together(workspace, &workspace.dist(), &folder(workspace))
    })
}

/// Has npm make an archive of the package, and returns where it is.
///
/// # Errors
///
/// Fails when npm cannot be installed, or does not take the package.
pub(crate) fn pack(workspace: &Workspace) -> Result<PathBuf> {
    node::ensure()?;
    let name = output(workspace.command("npm").current_dir(folder(workspace)).args([
        "pack",
        "--silent",
        "--ignore-scripts",
        "--pack-destination",
        "..",
    ]))?;
    Ok(workspace.target().join(name.trim()))
}

fn put_together(workspace: &Workspace, page: &Path, package: &Path) -> Result<()> {
    // What an older build left has no place in this one.
    if package.exists() {
        fs::remove_dir_all(package)?;
    }
    let dist = package.join("dist");
    fs::create_dir_all(&dist).with_context(|| format!("cannot write {}", dist.display()))?;
    for file in TAKEN {
        let from = workspace.root.join(file);
        copy(&from, package)?;
    }
    for file in assemble::list(page)? {
        let name = file_name(&file);
        if name.starts_with(STEM) || name.starts_with(assemble::PASTE) {
            copy(&file, &dist)?;
        }
    }
    let integrity = integrity_of(&dist)?;
    write(&package.join("embed.html"), &embed::lines(VERSION, &integrity)?)?;
    write(&package.join("package.json"), &pretty(&manifest())?)?;
    write(
        &package.join("integrity.json"),
        &pretty(&json!({ "version": VERSION, "files": integrity }))?,
    )
}

/// What npm and bundlers read.
fn manifest() -> Value {
    json!({
        "name": STEM,
        "version": VERSION,
        "description": "A form that creates a client in Roosted from any portal: the custom element \
                        <roosted-client-form>",
        "license": "MIT OR Apache-2.0",
        "type": "module",
        "types": "./roosted-client-form.d.ts",
        "customElements": "./custom-elements.json",
        // To load it is what it is for: it defines the element.
        "sideEffects": ["./dist/roosted-client-form.js"],
        "exports": {
            ".": {
                "types": "./roosted-client-form.d.ts",
                "default": "./dist/roosted-client-form.js",
            },
            // Nothing but types.
            "./react": { "types": "./react.d.ts" },
            "./vue": { "types": "./vue.d.ts" },
            "./dist/*": "./dist/*",
            "./custom-elements.json": "./custom-elements.json",
            "./integrity.json": "./integrity.json",
            "./embed.html": "./embed.html",
            "./package.json": "./package.json",
        },
        "files": [
            // npm takes only a licence without an ending by itself.
            "LICENSE-*", "dist", "*.d.ts", "custom-elements.json", "integrity.json", "embed.html",
        ],
    })
}

/// What each file has to be; a compressed form is the same file to a browser.
fn integrity_of(dist: &Path) -> Result<Map<String, Value>> {
    let is_packed = |path: &Path| path.extension().is_some_and(|it| it == "br" || it == "gz");
    let files = assemble::list(dist)?.into_iter().filter(|path| !is_packed(path));
    files.map(|path| Ok((file_name(&path), integrity::of(&path)?.into()))).collect()
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    fs::copy(file, folder.join(file_name(file)))
        .with_context(|| format!("cannot copy {}", file.display()))?;
    Ok(())
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn pretty(value: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page as Trunk and `assemble` leave it.
    fn page() -> tempfile::TempDir {
        let page = tempfile::tempdir().unwrap();
        for name in [
            "index.html",
            "page-0123456789abcdef.css",
            "roosted-client-form.js",
            "roosted-client-form.js.br",
            "roosted-client-form-0123456789abcdef.js",
            "roosted-client-form-0123456789abcdef_bg.wasm",
        ] {
            fs::write(page.path().join(name), name).unwrap();
        }
        page
    }

    #[test]
    fn it_has_the_element_and_not_the_page() {
        let (page, out) = (page(), tempfile::tempdir().unwrap());
        let package = out.path().join("npm");
        fs::create_dir_all(package.join("dist")).unwrap();
        fs::write(package.join("dist/roosted-client-form-old.js"), "").unwrap();

        put_together(&Workspace::find().unwrap(), page.path(), &package).unwrap();

        let names: Vec<_> = assemble::list(&package)
            .unwrap()
            .iter()
            .map(|it| it.strip_prefix(&package).unwrap().display().to_string())
            .collect();
        assert_eq!(
            names,
            [
                "LICENSE-APACHE",
                "LICENSE-MIT",
                "README.md",
                "custom-elements.json",
                "dist/roosted-client-form-0123456789abcdef.js",
                "dist/roosted-client-form-0123456789abcdef_bg.wasm",
                "dist/roosted-client-form.js",
                "dist/roosted-client-form.js.br",
                "embed.html",
                "integrity.json",
                "package.json",
                "react.d.ts",
                "roosted-client-form.d.ts",
                "vue.d.ts",
            ]
        );
    }

    #[test]
    fn each_file_that_a_browser_loads_has_its_integrity() {
        let (page, out) = (page(), tempfile::tempdir().unwrap());
        put_together(&Workspace::find().unwrap(), page.path(), out.path()).unwrap();

        let said = fs::read(out.path().join("integrity.json")).unwrap();
        let said: Value = serde_json::from_slice(&said).unwrap();
        assert_eq!(said["version"], VERSION);
        let files = said["files"].as_object().unwrap();
        assert_eq!(files.len(), 3, "{files:?}");
        for (name, integrity) in files {
            assert_eq!(*integrity, integrity::of(&out.path().join("dist").join(name)).unwrap());
        }
    }

    #[test]
    fn what_the_package_points_at_is_there() {
        let (page, out) = (page(), tempfile::tempdir().unwrap());
        put_together(&Workspace::find().unwrap(), page.path(), out.path()).unwrap();

        let manifest = manifest();
        let mut paths =
            vec![&manifest["types"], &manifest["customElements"], &manifest["sideEffects"][0]];
        for target in manifest["exports"].as_object().unwrap().values() {
            match target {
                Value::Object(conditions) => paths.extend(conditions.values()),
                path => paths.push(path),
            }
        }
        for path in paths.into_iter().filter_map(Value::as_str).filter(|it| !it.contains('*')) {
            assert!(out.path().join(path).is_file(), "{path}");
        }
        let elements = fs::read(out.path().join("custom-elements.json")).unwrap();
        let elements: Value = serde_json::from_slice(&elements).unwrap();
        let script = elements["modules"][0]["path"].as_str().unwrap();
        assert!(out.path().join(script).is_file(), "{script}");
    }
}
