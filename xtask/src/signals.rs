//! Ending what we started, however we are ended.

use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// How often a running program is looked at while nothing else happens.
const LOOK: Duration = Duration::from_millis(100);

/// A program that runs beside us, and not longer.
#[derive(Debug)]
pub(crate) struct Running {
    name: &'static str,
    child: Child,
}

impl Running {
    /// Starts a program.
    ///
    /// # Errors
    ///
    /// Fails when it is not there.
    pub(crate) fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        Ok(Self { name, child })
    }

    /// What it prints, if it was started with a pipe.
    pub(crate) fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// Its id, by which the system tells of it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it did.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("cannot look at {}", self.name))
    }
}

impl Drop for Running {
    /// Asks it to end, and waits: it may have something to finish.
    fn drop(&mut self) {
        if let (Ok(None), Ok(id)) = (self.child.try_wait(), i32::try_from(self.child.id())) {
            // Either it gets the signal, or it has just ended.
            _ = kill(Pid::from_raw(id), Signal::SIGTERM);
            _ = self.child.wait();
        }
    }
}

/// Notices that somebody wants us to end.
#[derive(Debug)]
pub(crate) struct Interruptions(Receiver<()>);

impl Interruptions {
    /// From now on Ctrl-C and its like no longer end us, but are noticed.
    ///
    /// # Errors
    ///
    /// Fails when the system does not let us.
    pub(crate) fn notice() -> Result<Self> {
        let mut signals =
            Signals::new([SIGHUP, SIGINT, SIGTERM]).context("cannot handle signals")?;
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            for _ in signals.forever() {
                if sender.send(()).is_err() {
                    break;
                }
            }
        });
        Ok(Self(receiver))
    }

    /// Waits until somebody wants us to end; `Some` if one of the programs ended before.
    ///
    /// # Errors
    ///
    /// Fails when a program cannot be looked at.
    pub(crate) fn or_end_of(
        &self,
        programs: &mut [&mut Running],
    ) -> Result<Option<(&'static str, ExitStatus)>> {
        loop {
            for program in &mut *programs {
                if let Some(status) = program.ended()? {
                    return Ok(Some((program.name, status)));
                }
            }
            match self.0.recv_timeout(LOOK) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_ends_with_its_guard() {
        let running =
            Running::start("cat", Command::new("cat").stdin(std::process::Stdio::piped()));
        let running = running.unwrap();
        let id = Pid::from_raw(i32::try_from(running.child.id()).unwrap());
        assert!(kill(id, None).is_ok());

        drop(running);

        assert!(kill(id, None).is_err());
    }

    #[test]
    fn the_program_that_ended_is_named() {
        let (_sender, receiver) = mpsc::channel();
        let mut ended = Running::start("false", &mut Command::new("false")).unwrap();
        let (name, status) = Interruptions(receiver).or_end_of(&mut [&mut ended]).unwrap().unwrap();
        assert_eq!((name, status.code()), ("false", Some(1)));
    }

    #[test]
    fn a_wish_to_end_ends_the_wait() {
        let (sender, receiver) = mpsc::channel();
        sender.send(()).unwrap();
        assert!(Interruptions(receiver).or_end_of(&mut []).unwrap().is_none());
    }
}
