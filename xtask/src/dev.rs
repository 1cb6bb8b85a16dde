//! `cargo xtask dev`: a debug build that reloads when a file changes, in front of a demo.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Result, bail};

use crate::build;
use crate::demo::{Demo, Log};
use crate::signals::{Interruptions, Running};
use crate::step::run as run_command;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to listen, on this machine only
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    pub(crate) port: u16,
    /// Shows the whole log of the proxy, not only what goes wrong
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

/// Runs the demo and `trunk serve` in front of it, and waits for Ctrl-C.
///
/// # Errors
///
/// Fails when something cannot be installed, built or started, and when one of the two ends by
/// itself.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let tools = Toolbox::for_page(workspace)?;
    run_command(workspace.cargo().args(["fetch", "--locked"]))?;
    build::programs(workspace)?;

    let interruptions = Interruptions::notice()?;
    let log = if args.verbose { Log::All } else { Log::Trouble };
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let more = ["--public-origin".into(), origins(args.port)];
    let mut demo = Demo::start(workspace, any, &workspace.dist(), &more, log)?;

    println!("==> Serving http://127.0.0.1:{} (the first build takes about 2 minutes)", args.port);
    println!("    Requests under /api go to a sandbox in memory. Ctrl-C ends it.");
    let mut trunk = Running::start(
        "trunk",
        tools
            .command(workspace, "trunk")
            .args(["serve", "--address", "127.0.0.1", "--port", &args.port.to_string()])
            // Not where a release lies: that one may be in use.
            .args(["--dist", "target/xtask/dev", "--proxy-rewrite", "/api", "--proxy-backend"])
            .arg(format!("http://{}/api", demo.address)),
    )?;

    match interruptions.or_end_of(&mut [&mut demo.running, &mut trunk])? {
        Some((name, status)) => bail!("{name} ended by itself, with {status}"),
        None => Ok(()),
    }
}

/// Who may call the proxy: the pages that Trunk serves. Trunk passes `Origin` on as it is, but
/// sends the name of our machine without a port as `Host`, hence the last one.
fn origins(port: u16) -> String {
    format!("http://127.0.0.1:{port},http://localhost:{port},http://127.0.0.1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_trunk_may_call() {
        assert_eq!(origins(8081), "http://127.0.0.1:8081,http://localhost:8081,http://127.0.0.1");
    }
}
