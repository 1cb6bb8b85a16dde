//! What takes pasted text apart, as one script with its module inside.
//!
//! A visitor who pastes nothing never loads it, so it may weigh what it does; one file is one thing to
//! check, to keep and to copy.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::assemble::esbuild::Esbuild;
use crate::assemble::integrity;
use crate::assemble::names::short_hash;
use crate::build::{PROFILE, UNSTABLE};
use crate::step::run;
use crate::tools::rust::TARGET;
use crate::workspace::Workspace;

/// What its name begins with.
pub(crate) const STEM: &str = "paste-";

/// The script, as the element knows it.
#[derive(Debug)]
pub(super) struct Paste {
    pub(super) name: String,
    pub(super) integrity: String,
}

/// Builds it and writes it into `staging`.
///
/// # Errors
///
/// Fails when the sources do not compile, or when a file cannot be written.
pub(super) fn write(
    workspace: &Workspace,
    esbuild: &Esbuild,
    wasm_opt: Option<&Path>,
    staging: &Path,
) -> Result<Paste> {
    let profile = if wasm_opt.is_some() { PROFILE } else { "dev" };
    run(workspace
        .cargo()
        .args(["build", "--quiet", "--locked", "--offline", "--package", "roosted-paste", "--lib"])
        .args(["--target", TARGET, "--profile", profile])
        // As the module of the form: the other settings come from whoever calls Trunk.
        .envs(wasm_opt.map(|_| UNSTABLE)))?;
    let built =
        workspace.target().join(TARGET).join(if wasm_opt.is_some() { PROFILE } else { "debug" });
    let folder = built.join("roosted-paste");
    run(Command::new("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-name", "paste", "--out-dir"])
        .arg(&folder)
        .arg(built.join("roosted_paste.wasm")))?;
    let (glue, module) = (folder.join("paste.js"), folder.join("paste_bg.wasm"));
    if let Some(wasm_opt) = wasm_opt {
        run(Command::new(wasm_opt)
            .args(["-Oz", "--strip-producers", "--strip-target-features"])
            .arg(&module)
            .arg("-o")
            .arg(&module))?;
    }
    let whole = folder.join("whole.js");
    esbuild.embed(&workspace.root.join("src/element/paste.js"), &glue, &module, &whole)?;

    let bytes = fs::read(&whole).with_context(|| format!("cannot read {}", whole.display()))?;
    let name = format!("{STEM}{}.js", short_hash(&bytes));
    let file = staging.join(&name);
    fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(Paste { name, integrity: integrity::of(&file)? })
}
