//! What the program and the page within it are made of, as `CycloneDX` writes it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::NAME;
use super::program::epoch;
use crate::step::{output, step};
use crate::tools::cargo_tool::{self, CARGO_CYCLONEDX};
use crate::tools::rust::{STATIC, TARGET};
use crate::workspace::Workspace;

/// What one of them is about.
struct Part {
    /// The package, which is what the file is called.
    package: &'static str,
    /// Where its manifest lies in the checkout.
    folder: &'static str,
    target: &'static str,
    features: &'static str,
}

const PARTS: [Part; 2] = [
    Part { package: NAME, folder: "proxy", target: STATIC, features: "embed" },
    Part { package: "roosted-client-form", folder: ".", target: TARGET, features: "" },
];

/// Writes one for each part into `folder`. The tool writes beside every manifest, so it works on
/// the copy.
///
/// # Errors
///
/// Fails when the tool does, and when what it wrote names no dependency.
pub(super) fn write(
    workspace: &Workspace,
    copy: &Workspace,
    folder: &Path,
) -> Result<Vec<PathBuf>> {
    let tools = cargo_tool::ensure(workspace, &[&CARGO_CYCLONEDX])?;
    let tool = tools[0].join("cargo-cyclonedx");
    step("Writing down what it is made of", "seconds", || {
        PARTS
            .iter()
            .map(|part| {
                let mut command = copy.command(&tool);
                command
                    .args(["cyclonedx", "--format", "json", "--spec-version", "1.5", "--quiet"])
                    .args(["--override-filename", "bill", "--target", part.target])
                    .args(["--features", part.features, "--manifest-path"])
                    .arg(copy.root.join(part.folder).join("Cargo.toml"))
                    .env("SOURCE_DATE_EPOCH", epoch(workspace));
                output(&mut command)?;
                let written = copy.root.join(part.folder).join("bill.json");
                let written = fs::read_to_string(&written)
                    .with_context(|| format!("cannot read {}", written.display()))?;
                let file = folder.join(format!("{}.cdx.json", part.package));
                fs::write(&file, tidy(&written, &copy.root, part.package)?)?;
                Ok(file)
            })
            .collect()
    })
}

/// The same without the folder of this machine, once it is known to be what was asked for.
fn tidy(bill: &str, root: &Path, package: &str) -> Result<String> {
    let bill = bill.replace(&format!("file://{}", root.display()), "file://.");
    let read: Value = serde_json::from_str(&bill).context("it is no JSON")?;
    let names_it = read["metadata"]["component"]["name"] == package;
    let parts = read["components"].as_array().map_or(0, Vec::len);
    anyhow::ensure!(names_it && parts > 0, "it does not say what {package} is made of");
    Ok(bill)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_this_machine_stays_out() {
        let bill = r#"{"metadata":{"component":{"name":"a"}},"components":[{"bom-ref":"path+file:///home/ada/form/b#b@1"}]}"#;
        let tidied = tidy(bill, Path::new("/home/ada/form"), "a").unwrap();
        assert!(tidied.contains("path+file://./b#b@1") && !tidied.contains("/home"), "{tidied}");
    }

    #[test]
    fn a_bill_of_something_else_or_of_nothing_is_refused() {
        let root = Path::new("/home/ada/form");
        for bill in [
            r#"{"metadata":{"component":{"name":"b"}},"components":[{}]}"#,
            r#"{"metadata":{"component":{"name":"a"}},"components":[]}"#,
            "",
        ] {
            assert!(tidy(bill, root, "a").is_err(), "{bill}");
        }
    }
}
