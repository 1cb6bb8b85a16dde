//! `cargo xtask …`: sets up, runs, tests and measures, from nothing but git and rustup.
//!
//! Read in this order:
//!
//! 1. [`workspace`], where things are;
//! 2. [`step`], saying what is done and doing it;
//! 3. [`tools`], what has to be on the machine, and how it comes there;
//! 4. [`build`] and [`assemble`], how sources become `dist/` and the programs;
//! 5. [`demo`], a running proxy with its sandbox, and [`signals`], how it ends;
//! 6. [`package`] and [`examples`], what portals take, and portals that took it;
//! 7. [`serve`], [`dev`], [`mod@test`], [`mod@bench`], [`shots`] and [`dist`], the other commands.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "telling a person is its job")]

mod assemble;
mod bench;
mod build;
mod demo;
mod dev;
mod dist;
mod examples;
mod package;
mod serve;
mod shots;
mod signals;
mod size;
mod step;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Sets up, runs, tests and measures. What is missing on the machine is installed on the way.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Builds everything for release, runs it with a sandbox and prints the address
    Serve(serve::Args),
    /// Runs every check, or only the parts that are named
    Test(test::Args),
    /// Serves a debug build that reloads when a file changes
    Dev(dev::Args),
    /// Measures, and prints a table
    Bench(bench::Args),
    /// Puts the npm package together and packs it; nothing is published
    Package(package::Args),
    /// Takes the screenshots of the documentation anew
    Shots(shots::Args),
    /// Makes the one file that is copied to where it runs, and says what it is made of
    Dist(dist::Args),
    /// Trunk's last step: completes the files in its staging folder
    #[command(hide = true)]
    Assemble,
}

fn main() -> ExitCode {
    match run(Args::parse().command) {
        Ok(code) => code,
        Err(error) => {
            step::tell(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match command {
        Command::Serve(args) => serve::run(&workspace, &args)?,
        Command::Test(args) => return test::run(&workspace, &args),
        Command::Dev(args) => dev::run(&workspace, &args)?,
        Command::Bench(args) => bench::run(&workspace, &args)?,
        Command::Package(args) => package::run(&workspace, &args)?,
        Command::Shots(args) => shots::run(&workspace, &args)?,
        Command::Dist(args) => dist::run(&workspace, &args)?,
        Command::Assemble => assemble::run(&workspace)?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_options_do_not_contradict_each_other() {
        Args::command().debug_assert();
    }

    #[test]
    fn an_unknown_part_is_refused_with_those_that_exist() {
        let error =
            Args::try_parse_from(["cargo xtask", "bench", "speed"]).unwrap_err().to_string();
        assert!(
            error.contains("speed") && error.contains("possible values: size, ledger"),
            "{error}"
        );
        let error = Args::try_parse_from(["cargo xtask", "test", "all"]).unwrap_err().to_string();
        assert!(error.contains("lint, host, api, web, package, e2e, size"), "{error}");
    }
}
