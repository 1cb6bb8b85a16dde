//! The proxy beside nginx and Caddy, in front of the same sandbox, in one run.
//!
//! Everything runs on this machine and shares its cores: the sandbox, the three programs, of which
//! one has work at a time, and `wrk`, which keeps its connections open and sends the next request
//! when an answer is there. The candidates take turns in short runs, so that they share the
//! weather; of each number the median of the turns is told.
//!
//! What is measured differs where the promises differ. nginx and Caddy pass a create on as it is;
//! ours checks it, keeps it in its ledger on disk before it is sent, and reads the list of clients
//! first. "nginx, anew" makes a new connection to the sandbox for each request, ours for each create;
//! for the rest all of them reuse theirs. Ratios are to nginx as it is best.
//!
//! Read in this order: [`work`], what is asked for; [`load`], one run; [`site`], the programs;
//! [`http`], a single request; [`memory`]; [`table`].

mod http;
mod load;
mod memory;
mod site;
mod table;
mod work;

use std::env;
use std::thread::available_parallelism;

use anyhow::Result;

use crate::bench::programs::Built;
use crate::step::step;
use crate::tools::rivals::Rivals;
use crate::workspace::{VERSION, Workspace};
use load::{Load, Wrk};
use memory::Memory;
use site::{Candidate, Site};
use table::{Footprint, Row, Table};
use work::Work;

/// How many connections are open, with one request at a time on each.
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// How often the candidates take turns, and how many seconds a turn lasts.
const TURNS: (usize, u32) = (3, 3);

/// The same where `BENCH_QUICK` is set: to see that everything works, not to measure.
const QUICK_TURNS: (usize, u32) = (1, 1);

/// Measures everything and prints a table.
///
/// # Errors
///
/// Fails when something cannot be installed, built or started, when a candidate does not answer
/// as it should, and when the sandbox does not hold what was created.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    let rivals = Rivals::ensure()?;
    let built = Built::ensure(workspace)?;
    let (turns, seconds) = if env::var_os("BENCH_QUICK").is_some() { QUICK_TURNS } else { TURNS };
    let wrk = Wrk::new(workspace, &rivals, seconds);
    let table = step("Measuring the proxy beside others", "about 5 minutes", || {
        let site = Site::open(&built, &rivals)?;
        measure(&site, &wrk, turns)
    })?;
    let cores = available_parallelism()?;
    println!("\nroosted-proxy {VERSION}, {}; {cores} cores", rivals.versions()?);
    println!("{turns} turns of {seconds} s each; worker threads and processes: as many as cores");
    println!("oauth2-proxy: not measured, Debian 12 does not have it\n");
    println!("{table}");
    Ok(())
}

fn measure(site: &Site, wrk: &Wrk, turns: usize) -> Result<Table> {
    let works = Work::all(site)?;
    let at_rest = footprints(site)?;
    let mut rows = Vec::new();
    for work in &works {
        for connections in CONNECTIONS {
            println!("    {work}, {connections} connections …");
            rows.extend(take_turns(site, wrk, work, connections, turns)?);
        }
    }
    let footprints = at_rest.into_iter().zip(footprints(site)?);
    let footprints = footprints.map(|((candidate, at_rest), (_, after))| Footprint {
        candidate,
        at_rest,
        after,
    });
    Ok(Table { rows, footprints: footprints.collect() })
}

fn footprints(site: &Site) -> Result<Vec<(Candidate, Memory)>> {
    let programs = site.programs();
    programs.into_iter().map(|(candidate, id)| Ok((candidate, Memory::of(id)?))).collect()
}

fn take_turns(
    site: &Site,
    wrk: &Wrk,
    kind: &Work,
    connections: usize,
    turns: usize,
) -> Result<Vec<Row>> {
    let mut loads: Vec<(Candidate, Vec<Load>)> =
        kind.candidates().iter().map(|candidate| (*candidate, Vec::new())).collect();
    for _ in 0..turns {
        for (candidate, loads) in &mut loads {
            loads.push(kind.run(site, wrk, *candidate, connections)?);
        }
        // Who comes after whom changes.
        loads.rotate_left(1);
    }
    loads.sort_by_key(|(candidate, _)| *candidate);
    let rows = loads.into_iter().map(|(candidate, loads)| Row {
        work: kind.name(),
        connections,
        candidate,
        load: Load::median(&loads),
    });
    Ok(rows.collect())
}
