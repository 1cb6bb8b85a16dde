//! One run of `wrk`, and the middle of several.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::step::output;
use crate::tools::rivals::Rivals;
use crate::workspace::Workspace;

/// The load generator. It has one thread: ours are the cores that the others need.
#[derive(Debug)]
pub(crate) struct Wrk {
    program: PathBuf,
    script: PathBuf,
    seconds: u32,
}

/// What came of a run. Times are in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Load {
    /// Answers, good ones or not.
    pub(crate) requests: u64,
    /// Answers that are refusals, and requests without an answer.
    pub(crate) failed: u64,
    /// Good answers in a second: to refuse is quick.
    pub(crate) rate: f64,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Wrk {
    /// Runs of that many seconds.
    pub(crate) fn new(workspace: &Workspace, rivals: &Rivals, seconds: u32) -> Self {
        let script = workspace.root.join("xtask/src/bench/proxy/load.lua");
        Self { program: rivals.wrk.clone(), script, seconds }
    }

    /// Sends as many requests as are answered in the time.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be started, or does not say what came of it.
    pub(crate) fn run(
        &self,
        address: SocketAddr,
        connections: usize,
        kind: &str,
        arguments: &[&str],
    ) -> Result<Load> {
        let said = output(
            Command::new(&self.program)
                .args(["--threads", "1", "--timeout", "10s", "--connections"])
                .arg(connections.to_string())
                .args(["--duration", &format!("{}s", self.seconds), "--script"])
                .arg(&self.script)
                .args([&format!("http://{address}/"), "--", kind])
                .args(arguments),
        )?;
        Load::read(&said).with_context(|| format!("wrk does not say what came of it:\n{said}"))
    }
}

impl Load {
    /// From the last line that the script printed.
    #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
    fn read(said: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(said.lines().last()?).ok()?;
        let number = |name: &str| line[name].as_u64();
        let (requests, failed) = (number("requests")?, number("failed")?);
        Some(Self {
            requests,
            failed,
            rate: requests.saturating_sub(failed) as f64 / (number("microseconds")? as f64 / 1e6),
            p50: number("p50")? as f64 / 1e3,
            p99: number("p99")? as f64 / 1e3,
        })
    }

    /// The median of each number, and all that failed.
    pub(crate) fn median(loads: &[Self]) -> Self {
        let middle = |number: fn(&Self) -> f64| {
            let mut numbers: Vec<_> = loads.iter().map(number).collect();
            numbers.sort_by(f64::total_cmp);
            numbers[numbers.len() / 2]
        };
        Self {
            requests: loads.iter().map(|it| it.requests).sum(),
            failed: loads.iter().map(|it| it.failed).sum(),
            rate: middle(|it| it.rate),
            p50: middle(|it| it.p50),
            p99: middle(|it| it.p99),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_says_what_came_of_it() {
        let line = r#"{"requests":300,"microseconds":1500000,"failed":3,"p50":250,"p99":4000}"#;
        let load = Load::read(&format!("Running 1s test\n{line}\n")).unwrap();
        let expected = Load { requests: 300, failed: 3, rate: 198.0, p50: 0.25, p99: 4.0 };
        assert_eq!(load, expected);
        assert_eq!(Load::read("Running 1s test\n"), None);
        assert_eq!(Load::read(""), None);
    }

    #[test]
    fn each_number_has_a_median_of_its_own() {
        let load = |rate, p50, p99| Load { requests: 10, failed: 1, rate, p50, p99 };
        let median = Load::median(&[load(1.0, 5.0, 7.0), load(3.0, 6.0, 9.0), load(2.0, 4.0, 8.0)]);
        let expected = Load { requests: 30, failed: 3, rate: 2.0, p50: 5.0, p99: 8.0 };
        assert_eq!(median, expected);
    }
}
