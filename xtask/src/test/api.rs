//! Whatever the description of our routes allows, and much of what it does not, asked of a running
//! proxy; each answer has to be one that is described.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;

use crate::build;
use crate::demo::{Demo, Log};
use crate::step::{run as run_command, step};
use crate::tools::python;
use crate::workspace::Workspace;

/// Runs Schemathesis with `docs/openapi.json`, which a test compares with what is served.
///
/// # Errors
///
/// Fails when an answer is not as described, and when a tool cannot be installed.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let python = python::schemathesis(workspace)?;
    build::programs(workspace)?;
    // The page is no part of this.
    let page = workspace.root.join("target/xtask/api");
    fs::create_dir_all(&page)?;
    fs::write(page.join("index.html"), "<!doctype html><title>Page</title>")?;

    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let demo = Demo::start(workspace, any, &page, &[], Log::Trouble)?;
    step("Asking for what is described, and for what is not", "about a minute", || {
        run_command(
            workspace
                .command(python)
                .args(["-m", "schemathesis.cli", "--config-file", "tests/api/schemathesis.toml"])
                .args(["run", "docs/openapi.json", "--url"])
                .arg(format!("http://{}/api", demo.address))
                .env("PYTHONPATH", "tests/api")
                .env("PYTHONDONTWRITEBYTECODE", "1")
                .env("SCHEMATHESIS_HOOKS", "hooks")
                .env("HYPOTHESIS_STORAGE_DIRECTORY", &page),
        )
    })
}
