//! Scripts and styles, through esbuild.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::assemble::integrity::Integrity;
use crate::assemble::names::Names;
use crate::assemble::paste::Paste;
use crate::step::{output, run};
use crate::workspace::VERSION;

/// The syntax that scripts may use: what every browser with the features that the element needs
/// can read.
const SYNTAX: &str = "--target=es2022";

/// The files beside the element, as it has to know them.
#[derive(Debug)]
pub(super) struct Beside {
    pub(super) names: Names,
    pub(super) integrity: Integrity,
    pub(super) paste: Paste,
    /// By tag, the name of a language's file and what it has to be.
    pub(super) languages: serde_json::Value,
}

/// The program, and whether it minifies.
#[derive(Debug)]
pub(super) struct Esbuild {
    program: PathBuf,
    minify: bool,
}

impl Esbuild {
    pub(super) fn new(folder: &Path, minify: bool) -> Self {
        Self { program: folder.join("esbuild"), minify }
    }

    /// A style sheet, with everything that it imports in its place.
    pub(super) fn bundle_style(&self, source: &Path) -> Result<String> {
        output(self.command().arg(source).arg("--bundle"))
    }

    /// The stable script, beside the files that it names.
    pub(super) fn write_element(
        &self,
        source: &Path,
        folder: &Path,
        files: &Beside,
        style: &str,
    ) -> Result<()> {
        let define =
            |name: &str, value: &str| format!("--define:{name}={}", serde_json::Value::from(value));
        run(self
            .command()
            .arg(source)
            .args(["--bundle", "--format=esm", SYNTAX])
            .arg(define("__STYLE__", style))
            .arg(define("__GLUE__", &format!("./{}", files.names.glue)))
            .arg(define("__WASM__", &format!("./{}", files.names.wasm)))
            .arg(define("__GLUE_INTEGRITY__", &files.integrity.glue))
            .arg(define("__WASM_INTEGRITY__", &files.integrity.wasm))
            .arg(define("__PASTE__", &format!("./{}", files.paste.name)))
            .arg(define("__PASTE_INTEGRITY__", &files.paste.integrity))
            .arg(format!("--define:__LANGUAGES__={}", files.languages))
            .arg(define("__VERSION__", VERSION))
            .arg(outfile(&folder.join("roosted-client-form.js"))))
        .context("cannot write the element")
    }

    /// One script of a source, what it calls `paste`, and the module that this one needs.
    pub(super) fn embed(
        &self,
        source: &Path,
        glue: &Path,
        module: &Path,
        into: &Path,
    ) -> Result<()> {
        run(self
            .command()
            .arg(source)
            .args(["--bundle", "--format=esm", SYNTAX, "--loader:.wasm=binary"])
            .arg(format!("--alias:paste={}", glue.display()))
            .arg(format!("--alias:paste.wasm={}", module.display()))
            .arg(outfile(into)))
    }

    /// Minifies a script where it is.
    pub(super) fn minify(&self, script: &Path) -> Result<()> {
        run(self
            .command()
            .arg(script)
            .args(["--format=esm", SYNTAX, "--allow-overwrite"])
            .arg(outfile(script)))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["--log-level=warning", "--charset=utf8", "--legal-comments=none"]);
        command.args(self.minify.then_some("--minify"));
        command
    }
}

fn outfile(path: &Path) -> String {
    format!("--outfile={}", path.display())
}
