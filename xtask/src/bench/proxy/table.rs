//! What was measured, as tables.

use std::fmt;

use super::load::Load;
use super::memory::Memory;
use super::site::Candidate;

/// Everything, in the order it was measured.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) footprints: Vec<Footprint>,
}

/// One candidate at one kind of work.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) work: &'static str,
    pub(crate) connections: usize,
    pub(crate) candidate: Candidate,
    pub(crate) load: Load,
}

/// The memory of one candidate.
#[derive(Debug)]
pub(crate) struct Footprint {
    pub(crate) candidate: Candidate,
    pub(crate) at_rest: Memory,
    pub(crate) after: Memory,
}

impl Table {
    /// nginx at the same work.
    fn nginx(&self, row: &Row) -> Load {
        let same = |it: &&Row| {
            (it.work, it.connections, it.candidate) == (row.work, row.connections, Candidate::Nginx)
        };
        self.rows.iter().find(same).map(|it| it.load).unwrap_or_default()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:24} | {:^16} | {:^16} | {:^16} |", "", "requests/s", "p50, ms", "p99, ms")?;
        writeln!(
            f,
            "{:6} {:>4} {:12} | {HALVES} | {HALVES} | {HALVES} | failed",
            "work", "at", "candidate"
        )?;
        for row in &self.rows {
            let (Load { rate, p50, p99, failed, .. }, nginx) = (row.load, self.nginx(row));
            write!(f, "{:6} {:>4} {:12}", row.work, row.connections, row.candidate)?;
            write!(f, " | {rate:>8.0} {:>7.2}", rate / nginx.rate)?;
            write!(f, " | {p50:>8.2} {:>7.2}", p50 / nginx.p50)?;
            write!(f, " | {p99:>8.2} {:>7.2}", p99 / nginx.p99)?;
            writeln!(f, " | {failed:>6}")?;
        }
        writeln!(f, "\n{:24} | {:^21} |     after all, MiB", "", "at rest, MiB")?;
        writeln!(f, "{:12} {:>11} | {SIZES} | {SIZES}", "memory", "processes")?;
        for Footprint { candidate, at_rest, after } in &self.footprints {
            write!(f, "{candidate:12} {:>11}", after.processes)?;
            for memory in [at_rest, after] {
                let [resident, shared] = [memory.resident, memory.proportional].map(mebibytes);
                write!(f, " | {resident:>8.1} {shared:>12.1}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// The words over a number and its ratio to nginx.
const HALVES: &str = "           ratio";

/// The words over each pair of sizes.
const SIZES: &str = "resident  shared once";

#[expect(clippy::cast_precision_loss, reason = "no memory is that large")]
fn mebibytes(kibibytes: u64) -> f64 {
    kibibytes as f64 / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_compared_with_nginx_at_the_same_work() {
        let row = |work, candidate, rate| Row {
            work,
            connections: 16,
            candidate,
            load: Load { rate, p50: 1.0, p99: rate / 1000.0, ..Load::default() },
        };
        let rows = vec![
            row("read", Candidate::Ours, 5_000.0),
            row("read", Candidate::Nginx, 10_000.0),
            row("files", Candidate::Ours, 3_000.0),
            row("files", Candidate::Nginx, 2_000.0),
        ];
        let at_rest = Memory { processes: 3, resident: 2048, proportional: 1024 };
        let footprints = vec![Footprint { candidate: Candidate::Nginx, at_rest, after: at_rest }];
        let table = Table { rows, footprints }.to_string();

        let words = |line: usize| table.lines().nth(line).unwrap().replace('|', " ");
        let words = |line| words(line).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let expected = ["read", "16", "ours", "5000", "0.50", "1.00", "1.00", "5.00", "0.50", "0"];
        assert_eq!(words(2), expected);
        assert_eq!(words(4)[3..5], ["3000", "1.50"]);
        assert_eq!(words(9), ["nginx", "3", "2.0", "1.0", "2.0", "1.0"]);
    }
}
