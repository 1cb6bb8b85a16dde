//! A real browser, the real proxy, the sandbox.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::build;
use crate::examples;
use crate::step::{run as run_command, step};
use crate::test::scripts;
use crate::tools::browser::Browser;
use crate::tools::fronts::Fronts;
use crate::tools::node;
use crate::workspace::Workspace;

/// Everything that an end-to-end test needs, built and installed.
#[derive(Debug)]
pub(crate) struct Stage {
    browser: Browser,
    shell: Option<PathBuf>,
    node: node::Version,
}

impl Stage {
    /// Installs and builds it.
    ///
    /// # Errors
    ///
    /// Fails when something cannot be installed or built.
    pub(crate) fn set_up(workspace: &Workspace) -> Result<Self> {
        let node = node::ensure()?;
        let browser = Browser::ensure()?;
        let shell = Browser::shell();
        node::end_to_end(workspace)?;
        build::page(workspace)?;
        build::programs(workspace)?;
        examples::build(workspace)?;
        Ok(Self { browser, shell, node })
    }

    /// Node, with everything that a test asks the environment for.
    pub(crate) fn node(&self, workspace: &Workspace) -> Command {
        let mut command = workspace.command("node");
        command
            .env("ROOSTED_PROXY_BIN", workspace.release("roosted-proxy"))
            .env("ROOSTED_SANDBOX_BIN", workspace.release("roosted-sandbox"))
            .env("ROOSTED_DIST", workspace.dist())
            .env("ROOSTED_EXAMPLES", examples::folder(workspace))
            .env("CHROMIUM_BIN", &self.browser.chromium);
        if let Some(shell) = &self.shell {
            command.env("HEADLESS_SHELL_BIN", shell);
        }
        command
    }

    /// Node, told to run tests.
    pub(crate) fn tests(&self, workspace: &Workspace) -> Command {
        let mut command = self.node(workspace);
        command.args(node::test_arguments(self.node));
        command
    }
}

/// Runs `tests/e2e/*.test.mjs`.
///
/// # Errors
///
/// Fails when a test fails, when there is none, and when a tool cannot be installed.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let files = scripts(&workspace.root.join("tests/e2e"))?;
    let fronts = Fronts::ensure(workspace)?;
    let stage = Stage::set_up(workspace)?;
    step("Testing the page within the program", "about a minute", || {
        run_command(
            workspace
                .cargo()
                .args(["test", "--locked", "--package", "roosted-proxy", "--features", "embed"])
                .args(["--lib", "assets::embed"]),
        )
    })?;
    step("Testing end to end", "about 8 minutes", || {
        run_command(stage.tests(workspace).envs(fronts.environment()).args(&files))
    })
}
