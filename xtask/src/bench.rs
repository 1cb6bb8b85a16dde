//! `cargo xtask bench`: measures, and prints a table.

mod programs;
mod proxy;
mod web;

use anyhow::Result;
use clap::ValueEnum;

use crate::build;
use crate::size::{Table, breakdown};
use crate::step::{run as run_command, step};
use crate::tools::postgres;
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to measure, all of it if nothing is named
    #[arg(value_enum)]
    pub(crate) parts: Vec<Part>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The bytes that a visitor loads, and which crates they are of
    Size,
    /// What the ledger costs a create, with each database
    Ledger,
    /// The proxy beside nginx and Caddy: requests per second, times, memory
    Proxy,
    /// The page beside the same form in React and by hand: bytes, times, keystrokes, memory
    Web,
}

/// Measures the parts that are named, or all.
///
/// # Errors
///
/// Fails when something cannot be built.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let parts = if args.parts.is_empty() { Part::value_variants() } else { &args.parts };
    for part in parts {
        match part {
            Part::Size => size(workspace)?,
            Part::Ledger => ledger(workspace)?,
            Part::Proxy => proxy::run(workspace)?,
            Part::Web => web::run(workspace)?,
        }
    }
    Ok(())
}

fn size(workspace: &Workspace) -> Result<()> {
    build::page(workspace)?;
    let breakdown = step("Taking the module apart", "half a minute", || breakdown(workspace))?;
    println!("\n{}\n{breakdown}", Table::of(&workspace.dist())?);
    Ok(())
}

fn ledger(workspace: &Workspace) -> Result<()> {
    postgres::ensure()?;
    build::programs(workspace)?;
    step("Measuring the ledger", "about 2 minutes, and as long to build it first", || {
        run_command(
            workspace
                .cargo()
                .args(["bench", "--locked", "--package", "roosted-proxy", "--bench", "ledger"])
                .env("BENCH_PROXY", workspace.release("roosted-proxy"))
                .env("BENCH_SANDBOX", workspace.release("roosted-sandbox")),
        )
    })
}
