//! Scripts and styles, through esbuild.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::assemble::integrity::Integrity;
use crate::assemble::names::Names;
use crate::step::{output, run};
use crate::workspace::VERSION;

/// The syntax that scripts may use: what every browser with the features that the element needs
/// can read.
const SYNTAX: &str = "--target=es2022";

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
        names: &Names,
        integrity: &Integrity,
        languages: &serde_json::Value,
        style: &str,
    ) -> Result<()> {
        let define =
            |name: &str, value: &str| format!("--define:{name}={}", serde_json::Value::from(value));
        run(self
            .command()
            .arg(source)
            .args(["--bundle", "--format=esm", SYNTAX])
            .arg(define("__STYLE__", style))
            .arg(define("__GLUE__", &format!("./{}", names.glue)))
            .arg(define("__WASM__", &format!("./{}", names.wasm)))
            .arg(define("__GLUE_INTEGRITY__", &integrity.glue))
            .arg(define("__WASM_INTEGRITY__", &integrity.wasm))
            .arg(format!("--define:__LANGUAGES__={languages}"))
            .arg(define("__VERSION__", VERSION))
            .arg(outfile(&folder.join("roosted-client-form.js"))))
        .context("cannot write the element")
    }

    /// Minifies a script or a style sheet where it is.
    pub(super) fn minify(&self, file: &Path) -> Result<()> {
        let is_script = file.extension().is_some_and(|it| it == "js");
        run(self
            .command()
            .arg(file)
            .args(is_script.then_some(["--format=esm", SYNTAX]).into_iter().flatten())
            .arg("--allow-overwrite")
            .arg(outfile(file)))
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
