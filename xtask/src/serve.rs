//! `cargo xtask serve`: from nothing to an address where a client can be created.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};

use crate::build;
use crate::demo::{Demo, Log, free};
use crate::signals::Interruptions;
use crate::workspace::Workspace;

/// Where it listens unless told otherwise.
const USUAL: SocketAddr =
    SocketAddr::V4(std::net::SocketAddrV4::new(std::net::Ipv4Addr::LOCALHOST, 8080));

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to listen, on this machine only; port 0 takes a free one
    /// [default: 127.0.0.1:8080, or a free port if that is taken]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// Shows the whole log of the proxy, not only what goes wrong
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// Builds everything, runs it and waits for Ctrl-C.
///
/// # Errors
///
/// Fails when something cannot be installed, built or started, and when the proxy ends by itself.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    build::page(workspace)?;
    build::programs(workspace)?;

    let interruptions = Interruptions::notice()?;
    let log = if args.verbose { Log::All } else { Log::Trouble };
    let listen = args.listen.unwrap_or_else(|| free(USUAL));
    let mut demo = Demo::start(workspace, listen, &workspace.dist(), &[], log)?;
    demo.answers().context("the proxy runs, but does not serve the page")?;

    println!();
    println!("    The form is at http://{}", demo.address);
    println!("    What you create lands in a sandbox in memory, and nowhere else.");
    println!("    Ctrl-C ends it.");
    println!();

    match interruptions.or_end_of(&mut [&mut demo.running])? {
        Some((name, status)) => bail!("{name} ended by itself, with {status}"),
        None => Ok(()),
    }
}
