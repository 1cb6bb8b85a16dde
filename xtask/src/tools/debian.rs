//! Programs that come from Debian, where this is Debian and we may install them.

use std::process::Command;

use anyhow::{Result, bail};
use nix::unistd::Uid;

use crate::step::{run, step};
use crate::tools::find;

/// Installs packages.
///
/// # Errors
///
/// Fails where we may not, or where this is no Debian; the message says what to do by hand.
pub(super) fn install(what: &str, packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if find("apt-get").is_none() {
        bail!("{what} is missing: install it and run this again (on Debian: `{by_hand}`)");
    }
    if !Uid::effective().is_root() {
        bail!("{what} is missing: `sudo {by_hand}`, then run this again");
    }
    step(
        &format!("Installing {what}"),
        "Debian packages, about 2 minutes, once per machine",
        || {
            if run(&mut apt(&["install"], packages)).is_ok() {
                return Ok(());
            }
            println!("    the package lists may be old: fetching them, then trying again");
            run(&mut apt(&["update"], &[]))?;
            run(&mut apt(&["install"], packages))
        },
    )
}

fn apt(verb: &[&str], packages: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        // Another installation may be under way.
        .args([
            "--yes",
            "--quiet",
            "--no-install-recommends",
            "--option",
            "DPkg::Lock::Timeout=300",
        ])
        .args(verb)
        .args(packages);
    command
}
