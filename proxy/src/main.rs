//! `roosted-proxy`: reads the settings and opens the door, or tells the audit.

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use roosted_proxy::AuditError;
use roosted_proxy::config::{Args, Audit, AuditArgs, Command, Config};

/// The settings cannot be used.
const UNUSABLE: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(Command::Audit(asked)) = &args.command {
        return audit(&args, asked);
    }
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

fn audit(args: &Args, asked: &AuditArgs) -> ExitCode {
    match Audit::read(args, asked).map(|it| tell(&it)) {
        Err(mistakes) => fail(&mistakes, ExitCode::from(UNUSABLE)),
        // Whoever read the lines has enough.
        Ok(Err(AuditError::Output(error))) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Ok(Err(error)) => fail(&error, ExitCode::FAILURE),
        Ok(Ok(())) => ExitCode::SUCCESS,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn tell(audit: &Audit) -> Result<(), AuditError> {
    roosted_proxy::audit(audit, &mut io::BufWriter::new(io::stdout().lock())).await
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
