//! `roosted-proxy`: reads the settings and opens the door.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use roosted_proxy::config::{Args, Config};

/// The settings cannot be used.
const UNUSABLE: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    let key = std::env::var_os("ROOSTED_API_KEY");
    match Config::read(&args, key.as_deref()) {
        Err(mistakes) => fail(&mistakes, ExitCode::from(UNUSABLE)),
        Ok(_) if args.check => ExitCode::SUCCESS,
        Ok(config) => match run(config) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&*error, ExitCode::FAILURE),
        },
    }
}

#[tokio::main]
async fn run(config: Config) -> Result<(), Box<dyn Error>> {
    Ok(roosted_proxy::serve(config).await?)
}

/// A sentence for whoever started it.
fn fail(error: &dyn Error, code: ExitCode) -> ExitCode {
    let mut sentence = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        sentence = format!("{sentence}: {error}");
        source = error.source();
    }
    // Where nobody reads it, the exit code still says it.
    let _ = writeln!(io::stderr(), "roosted-proxy: {sentence}");
    code
}
