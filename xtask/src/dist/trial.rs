//! The program is run once, from an empty folder and without a setting, before anybody else does.

use std::fs;
use std::path::Path;
use std::process::{self, Command};

use anyhow::{Context as _, Result, bail};

use crate::demo::{Demo, Log};
use crate::step::{output, step};
use crate::workspace::Workspace;

/// Runs it.
///
/// # Errors
///
/// Fails when it asks for a library of this machine, does not start, serves another page than the
/// one in `dist/`, or leaves anything behind.
pub(super) fn run(workspace: &Workspace, program: &Path) -> Result<()> {
    step("Trying the one file", "seconds", || {
        needs_nothing(program)?;
        let empty = program.with_file_name(format!("empty-{}", process::id()));
        fs::create_dir(&empty)?;
        let served = serves(program, &empty);
        let left = fs::read_dir(&empty)?.count();
        fs::remove_dir_all(&empty)?;
        let page = workspace.dist().join("index.html");
        let page = fs::read(&page).with_context(|| format!("cannot read {}", page.display()))?;
        match served? {
            served if served != page => bail!("it serves another page than the one that was built"),
            _ if left > 0 => bail!("it left {left} files in the folder it was started in"),
            _ => Ok(()),
        }
    })
}

fn needs_nothing(program: &Path) -> Result<()> {
    // In a language that we can read; it also fails for what it calls no dynamic executable.
    let said = output(Command::new("ldd").arg(program).env("LC_ALL", "C"));
    let said = said.unwrap_or_else(|error| error.to_string());
    if said.contains("statically linked") || said.contains("not a dynamic executable") {
        println!("    ldd: {}", said.lines().last().unwrap_or_default().trim());
        return Ok(());
    }
    bail!("it asks for libraries of this machine:\n{said}");
}

fn serves(program: &Path, folder: &Path) -> Result<Vec<u8>> {
    let mut command = Command::new(program);
    command
        .args(["--demo", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"])
        .env_clear()
        .current_dir(folder);
    Demo::of(&mut command, Log::Trouble)?.get("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_asks_for_libraries_is_refused() {
        let error = needs_nothing(&std::env::current_exe().unwrap()).unwrap_err().to_string();
        assert!(error.contains("libc"), "{error}");
    }
}
