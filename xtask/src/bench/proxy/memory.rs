//! How much memory a program has, with all of its processes.

use std::fs;

use anyhow::{Context as _, Result};

/// Sums over the processes of a program, in KiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    pub(crate) processes: u64,
    /// What lies in memory. What processes share counts for each of them.
    pub(crate) resident: u64,
    /// The same, where what is shared counts once.
    pub(crate) proportional: u64,
}

impl Memory {
    /// That of a process and of all that it started.
    ///
    /// # Errors
    ///
    /// Fails when there is no such process, or it may not be looked at.
    pub(crate) fn of(id: u32) -> Result<Self> {
        let path = format!("/proc/{id}/smaps_rollup");
        let said = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let own = Self::read(&said).with_context(|| format!("{path} tells no sizes"))?;
        children(id)?.into_iter().try_fold(own, |sum, id| {
            let more = Self::of(id)?;
            Ok(Self {
                processes: sum.processes + more.processes,
                resident: sum.resident + more.resident,
                proportional: sum.proportional + more.proportional,
            })
        })
    }

    fn read(said: &str) -> Option<Self> {
        let size = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().strip_suffix(" kB")?.parse().ok()
        };
        Some(Self { processes: 1, resident: size("Rss:")?, proportional: size("Pss:")? })
    }
}

/// The processes that any thread of this one started.
fn children(id: u32) -> Result<Vec<u32>> {
    let threads = fs::read_dir(format!("/proc/{id}/task"))?;
    let mut children = Vec::new();
    for thread in threads {
        // A thread can have ended meanwhile.
        let ids = fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        children.extend(ids.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
    }
    Ok(children)
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn the_sizes_are_read() {
        let said = "559-7ff [rollup]\nRss:  2048 kB\nPss:  1500 kB\nPss_Dirty:  88 kB\n";
        let memory = Memory { processes: 1, resident: 2048, proportional: 1500 };
        assert_eq!(Memory::read(said), Some(memory));
        assert_eq!(Memory::read("Rss: 2048 kB"), None);
    }

    #[test]
    fn what_a_process_started_counts_with_it() {
        // With something to do afterwards, so that the shell does not become `cat`.
        let mut shell = Command::new("sh");
        let mut shell = shell.args(["-c", "cat; true"]).stdin(Stdio::piped()).spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        let both = loop {
            // The second one may be there and not yet have any memory of its own.
            match Memory::of(shell.id()) {
                Ok(memory) if memory.processes == 2 => break memory,
                _ => assert!(Instant::now() < deadline),
            }
            thread::yield_now();
        };
        assert!(both.resident > both.proportional && both.proportional > 0, "{both:?}");
        drop(shell.stdin.take());
        shell.wait().unwrap();
        assert!(Memory::of(shell.id()).is_err());
    }
}
