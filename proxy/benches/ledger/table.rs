//! What was measured, as one table.

use std::fmt;
use std::time::Duration;

use crate::cell::Cell;

/// Every cell, in the order it was measured.
#[derive(Default)]
pub(crate) struct Table(Vec<Cell>);

impl Table {
    /// Adds what was measured.
    pub(crate) fn add(&mut self, cell: Cell) {
        self.0.push(cell);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:20} | {:^22} | {:>5} | {:^13} | {:^13} | {:^13} | {:^13}",
            "", "creates/s", "pages", "fsync, ms", "direct, ms", "added, ms", "added, fsyncs",
        )?;
        writeln!(
            f,
            "{:10} {:>9} | {:>6} {:>7} {:>7} | {:>5} | {HALVES} | {HALVES} | {HALVES} | {HALVES}",
            "ledger", "in flight", "direct", "proxied", "ratio", "each",
        )?;
        self.0.iter().try_for_each(|cell| row(f, cell))
    }
}

/// The words over each pair of times.
const HALVES: &str = "   p50    p99";

fn row(f: &mut fmt::Formatter<'_>, cell: &Cell) -> fmt::Result {
    let Cell { database, in_flight, direct, proxied, disk, pages } = cell;
    let (fast, slow) = (direct.rate(), proxied.rate());
    write!(f, "{database:10} {in_flight:>9} | {fast:>6.0} {slow:>7.0} {:>7.3}", slow / fast)?;
    write!(f, " | {pages:>5.1}")?;
    let of = |times: [Duration; 2]| times.map(|it| it.as_secs_f64() * 1000.0);
    let fsync = of([50, 99].map(|it| disk.percentile(it)));
    let direct = of([50, 99].map(|it| direct.percentile(it)));
    let proxied = of([50, 99].map(|it| proxied.percentile(it)));
    let added = [proxied[0] - direct[0], proxied[1] - direct[1]];
    // Both of them in the disk's usual time, which is what a commit has to wait for.
    let fsyncs = added.map(|it| it / fsync[0]);
    for [p50, p99] in [fsync, direct, added] {
        write!(f, " | {p50:>6.2} {p99:>6.2}")?;
    }
    writeln!(f, " | {:>6.1} {:>6.1}", fsyncs[0], fsyncs[1])
}
