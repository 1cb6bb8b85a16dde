//! The page beside the same form in React and by hand, in one run, in a real browser.
//!
//! The scripts of `tests/bench` open the pages in turns and write down what they see; here is what they are
//! started with, and what becomes of their samples. All pages come from one nginx, compressed before, and
//! create their clients through our proxy, which sends them to the sandbox. A run in which one of them
//! fails prints nothing but that.
//!
//! Read in this order: [`site`], what is running; [`samples`], what was seen; [`table`]; [`aims`].

mod aims;
mod samples;
mod site;
mod table;

use std::env;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::bench::programs::Built;
use crate::step::{run as run_command, step};
use crate::tools::browser::Browser;
use crate::tools::node;
use crate::tools::rivals::Nginx;
use crate::workspace::{VERSION, Workspace};
use samples::Samples;
use site::Site;
use table::Table;

/// How often each page has its turn.
const RUNS: u32 = 15;

/// The same where `BENCH_QUICK` is set: to see that everything works, not to measure.
const QUICK_RUNS: u32 = 3;

/// Measures everything and prints a table, and what it says about our aims.
///
/// # Errors
///
/// Fails when something cannot be installed, built or started, when a page does not become live or does not
/// create a client, and when the sandbox does not hold what was created.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let nginx = Nginx::ensure()?;
    node::ensure()?;
    node::end_to_end(workspace)?;
    let browser = Browser::ensure()?;
    let built = Built::ensure(workspace)?;
    let runs = if env::var_os("BENCH_QUICK").is_some() { QUICK_RUNS } else { RUNS };
    let samples = step("Measuring the page beside others", "about 15 minutes", || {
        let site = Site::open(&workspace.root, &built, &nginx)?;
        let file = site.folder.0.join("samples.json");
        run_command(
            measuring(workspace, &built, &browser)
                .env("BENCH_RUNS", runs.to_string())
                .env("BENCH_PAGES", site.pages())
                .env("BENCH_FLOOR", site.floor())
                .env("BENCH_SANDBOX", format!("http://{}", site.sandbox))
                .arg(&file),
        )?;
        let text = fs::read_to_string(&file).context("there are no samples")?;
        Samples::read(&text)
    })?;
    let table = Table::of(&samples);
    println!("\nroosted-client-form {VERSION}, Chromium {}, {runs} runs\n", samples.browser);
    println!("{table}");
    println!("{}", aims::verdict(&table));
    Ok(())
}

fn measuring(workspace: &Workspace, built: &Built, browser: &Browser) -> Command {
    let mut command = workspace.command("node");
    command
        .env("ROOSTED_PROXY_BIN", &built.proxy)
        .env("ROOSTED_SANDBOX_BIN", &built.sandbox)
        .env("ROOSTED_DIST", &built.dist)
        .env("CHROMIUM_BIN", &browser.chromium)
        .arg("tests/bench/web.mjs");
    command
}
