//! What the ledger costs: a create through the proxy, compared with one that goes straight to the
//! upstream.
//!
//! The real programs run here: `roosted-sandbox` as the upstream, `roosted-proxy` before it, both
//! built for release, with an SQLite file or a PostgreSQL server of their own. For each ledger and
//! each number of creates in flight, two streams of creates take turns: one to a sandbox, one
//! through a proxy to a sandbox of its own. Since they share a run they share its weather, and
//! their ratios mean something where their milliseconds do not. So does the disk: between the
//! turns a write of 4 KiB with `fdatasync` is timed in the ledger's folder.
//!
//! What a create through the proxy does beyond the direct one, all of which is measured: it is
//! checked and hashed; the ledger commits that it is claimed, that it is being sent, and its
//! outcome; the upstream is asked for the list of clients before it is asked to create one, which
//! it has in memory and answers at once; the create has a new connection. What is not measured:
//! TLS, sign-in, a rate limit, and a list that was long before.
//!
//! It says nothing about a run in which any create failed.
//!
//! Read in this order: [`cell`], what is measured at once; [`load`], the creates; [`disk`];
//! [`site`], the programs; `server`, which the tests share; [`table`].

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a table is all it is for")]

mod cell;
mod disk;
mod load;
#[expect(dead_code, reason = "the tests also stop it, and reach it by TCP")]
#[path = "../../tests/it/server.rs"]
mod server;
mod site;
mod table;

use cell::Cell;
use site::{Database, Programs};
use table::Table;

/// How many creates are in flight.
const IN_FLIGHT: [usize; 4] = [1, 4, 16, 64];

#[tokio::main]
async fn main() {
    // Somebody runs every bench there is.
    let Some(programs) = Programs::from_environment() else {
        println!("the ledger is measured by `cargo xtask bench ledger`");
        return;
    };
    let provider = rustls::crypto::ring::default_provider();
    provider.install_default().expect("nobody else installs one");
    let mut table = Table::default();
    for database in [Database::Sqlite, Database::Postgres] {
        for in_flight in IN_FLIGHT {
            println!("{database}, {in_flight} in flight …");
            table.add(Cell::measure(&programs, database, in_flight).await);
        }
    }
    println!("\n{table}");
}
