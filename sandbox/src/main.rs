//! `roosted-sandbox`: the stand-in as a process of its own.

use std::io::{self, Write as _};
use std::net::SocketAddr;

use clap::Parser;
use roosted_sandbox::{API_PATH, Sandbox};
use tokio::net::TcpListener;

/// A local stand-in for the Roosted API, with faults on demand. It keeps everything in memory.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Where to listen, on loopback only; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0", value_parser = loopback)]
    listen: SocketAddr,
    /// The key that every call must carry; without it, any caller may come
    #[arg(long, value_name = "KEY")]
    api_key: Option<String>,
    /// Keep no record of what arrives: `/_log` stays empty, and memory does not grow with it
    #[arg(long)]
    no_log: bool,
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let options = Options::parse();
    let listener = TcpListener::bind(options.listen).await?;
    announce(listener.local_addr()?)?;
    let sandbox = Sandbox::new(options.api_key);
    let sandbox = if options.no_log { sandbox.without_log() } else { sandbox };
    sandbox.serve(listener).await
}

/// One JSON line, so that a program that starts this one learns the port.
fn announce(address: SocketAddr) -> io::Result<()> {
    let url = format!("http://{address}{API_PATH}");
    let line = serde_json::json!({ "event": "listening", "address": address, "url": url });
    writeln!(io::stdout(), "{line}")?;
    io::stdout().flush()
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "not an address such as 127.0.0.1:9000")?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("only loopback addresses: 127.0.0.0/8 or [::1]".to_owned())
    }
}
