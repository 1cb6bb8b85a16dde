//! How many files this process may have open: each connection is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What the ledger, the upstream and the log need beside the connections.
const OURS: u64 = 256;

/// Asks for all the files that this process may have, and tells how many connections fit.
pub(super) fn room_for(connections: usize) -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // Refused, what was there stays.
    let raised = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    let most = if raised.is_ok() { maximum } else { current };
    let fits = most.map_or(usize::MAX, room_within);
    if fits < connections {
        tracing::warn!(event = "few-files", connections = fits, "raise the limit on open files");
    }
    connections.min(fits)
}

fn room_within(files: u64) -> usize {
    usize::try_from(files.saturating_sub(OURS).max(files / 2)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_left_for_ourselves() {
        for (files, connections) in [(64, 32), (512, 256), (1024, 768), (4096, 3840)] {
            assert_eq!(room_within(files), connections);
        }
    }
}
