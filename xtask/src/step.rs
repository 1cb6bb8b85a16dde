//! Saying what is being done, and running the programs that do it.

use std::io::{IsTerminal as _, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Error, Result, bail};

/// How often a long step says that it is still at work.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Says what is being done and how long it may take, does it, and says how long it took.
///
/// # Errors
///
/// Returns what `work` returns, with `what` in front.
pub(crate) fn step<T>(what: &str, estimate: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {what} ({estimate})");
    let started = Instant::now();
    let heartbeat = Heartbeat::start(what, started);
    let result = work().with_context(|| format!("{what} failed"));
    drop(heartbeat);
    if result.is_ok() {
        println!("    done in {}", spell(started.elapsed()));
    }
    result
}

/// Runs a program to its end; what it prints goes where ours goes.
///
/// It gets no standard input: nothing here may wait for an answer.
///
/// # Errors
///
/// Fails when the program is not there, or ends with anything but 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", line(command));
    }
    Ok(())
}

/// Runs a program to its end and returns what it printed.
///
/// # Errors
///
/// Fails when the program is not there, or ends with anything but 0; what it wrote to its
/// standard error is then part of the message.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` ended with {}\n{}", line(command), output.status, said.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Tells what went wrong and why, a line for each cause; where in our code helps nobody.
pub(crate) fn tell(error: &Error) {
    eprintln!("\nerror: {}", causes(error));
}

fn causes(error: &Error) -> String {
    error.chain().map(ToString::to_string).collect::<Vec<_>>().join("\n  since ")
}

/// A duration as a person says it.
pub(crate) fn spell(duration: Duration) -> String {
    match duration.as_secs() {
        0 => format!("{} ms", duration.as_millis()),
        seconds @ 1..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// The command as it would be typed, without its environment and the folder of the program.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    let words = [program].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Says every [`HEARTBEAT`] that a step is still at work, where nobody watches a progress bar.
struct Heartbeat(Option<(Sender<()>, JoinHandle<()>)>);

impl Heartbeat {
    fn start(what: &str, started: Instant) -> Self {
        if stdout().is_terminal() {
            return Self(None);
        }
        let (stop, stopped) = mpsc::channel();
        let what = what.to_owned();
        let thread = thread::spawn(move || {
            while stopped.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                println!("    … {what}: {} so far", spell(started.elapsed()));
            }
        });
        Self(Some((stop, thread)))
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.0.take() {
            drop(stop);
            // The thread only prints; if that panicked there is nothing to save.
            _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_spelled_for_people() {
        assert_eq!(spell(Duration::from_millis(420)), "420 ms");
        assert_eq!(spell(Duration::from_secs(59)), "59 s");
        assert_eq!(spell(Duration::from_mins(1)), "1 min 00 s");
        assert_eq!(spell(Duration::from_secs(3_725)), "62 min 05 s");
    }

    #[test]
    fn a_failed_program_is_named_with_what_it_said() {
        let error =
            output(Command::new("/bin/sh").args(["-c", "echo no disk >&2; exit 3"])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`sh -c echo no disk >&2; exit 3` ended with exit status: 3\nno disk"
        );
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-anywhere")).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `no-such-program-anywhere`");
    }

    #[test]
    fn a_failed_step_says_which_one() {
        let error = step("Baking bread", "an hour", || -> Result<()> { bail!("no flour") });
        assert_eq!(causes(&error.unwrap_err()), "Baking bread failed\n  since no flour");
    }
}
