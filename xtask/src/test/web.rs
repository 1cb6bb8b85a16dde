//! Tests of components in a real browser.
//!
//! The browser's flags stand in `webdriver.json`, where the runner looks for them.

use anyhow::Result;

use crate::step::{run as run_command, step};
use crate::tools::browser::Browser;
use crate::tools::cargo_tool::{self, WASM_BINDGEN};
use crate::tools::rust::{TARGET, ensure_target};
use crate::workspace::Workspace;

/// How long one test binary may take in the browser, in seconds.
const TIMEOUT: &str = "300";

/// Runs `tests/web` in a browser.
///
/// # Errors
///
/// Fails when a test fails, and when a tool cannot be installed.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    ensure_target(workspace)?;
    let folders = cargo_tool::ensure(workspace, &[&WASM_BINDGEN])?;
    let browser = Browser::ensure()?;
    step("Testing components in a browser", "about 3 minutes the first time", || {
        run_command(
            workspace
                .cargo()
                .args(["test", "--package", "roosted-client-form", "--test", "web", "--locked"])
                .args(["--target", TARGET])
                .env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                    folders[0].join("wasm-bindgen-test-runner"),
                )
                .env("CHROMEDRIVER", &browser.driver)
                .env("WASM_BINDGEN_TEST_TIMEOUT", TIMEOUT),
        )
    })
}
