//! `cargo xtask dist`: the one file that is copied to where it runs, and what it is made of.

mod again;
mod bill;
mod program;
mod trial;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::build;
use crate::tools::cargo_tool::{self, CARGO_CYCLONEDX};
use crate::workspace::Workspace;

/// The program, and what its files are called.
const NAME: &str = "roosted-proxy";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Builds all of it a second time, from a copy of the sources in another folder, and compares
    #[arg(long)]
    pub(crate) twice: bool,
}

/// Builds the page and the program around it, tries it, and writes down its hash and its parts.
///
/// # Errors
///
/// Fails when something cannot be installed or built, when the program needs anything of this
/// machine or names a folder of it, and when a second build brings other bytes.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    cargo_tool::ensure(workspace, &[&CARGO_CYCLONEDX])?;
    build::page(workspace)?;
    let built = program::build(workspace)?;

    let folder = workspace.target().join("dist");
    fs::create_dir_all(&folder)?;
    let file = folder.join(NAME);
    fs::copy(&built, &file).with_context(|| format!("cannot write {}", file.display()))?;
    let hash = sha256(&file)?;
    // As `sha256sum --check` reads it.
    fs::write(folder.join(format!("{NAME}.sha256")), format!("{hash}  {NAME}\n"))?;

    trial::run(workspace, &file)?;
    let copy = again::copy(workspace)?;
    let bills = bill::write(workspace, &copy, &folder)?;
    println!("\n{}\n    sha256 {hash}", file.display());
    for bill in bills {
        println!("{}", bill.display());
    }
    if args.twice {
        compare(&hash, &sha256(&again::build(&copy)?)?)?;
    }
    again::remove(&copy)
}

fn compare(first: &str, second: &str) -> Result<()> {
    if first != second {
        bail!("a second build in another folder brought other bytes: {second}");
    }
    println!("    built a second time in another folder: the same bytes");
    Ok(())
}

fn sha256(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(format!("{:x}", Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_sha256sum_prints() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "abc").unwrap();
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(&file).unwrap(), known);
    }

    #[test]
    fn other_bytes_are_no_success() {
        assert!(compare("a", "a").is_ok());
        let error = compare("a", "b").unwrap_err().to_string();
        assert!(error.ends_with("brought other bytes: b"), "{error}");
    }
}
