//! What is measured at once: one kind of ledger, and one number of creates in flight.

use crate::disk::Disk;
use crate::load::{Load, Target};
use crate::site::{Database, Programs, Site};

/// Creates that nobody times, so that connections, caches and files are there.
const WARM_UP: usize = 64;

/// How often the two streams take turns.
const TURNS: usize = 5;

/// Creates of one stream in one turn.
const IN_A_TURN: usize = 100;

/// Creates of one stream.
const ALL: usize = WARM_UP + TURNS * IN_A_TURN;

/// What came of it.
pub(crate) struct Cell {
    pub(crate) database: Database,
    pub(crate) in_flight: usize,
    pub(crate) direct: Load,
    pub(crate) proxied: Load,
    pub(crate) disk: Disk,
    /// Pages of the list that the proxy read for a create.
    pub(crate) pages: f64,
}

impl Cell {
    /// Starts the programs, measures, and ends them.
    ///
    /// # Panics
    ///
    /// When a create failed, or a sandbox does not hold exactly what was created.
    pub(crate) async fn measure(programs: &Programs, database: Database, in_flight: usize) -> Self {
        let site = Site::open(programs, database).await;
        let (direct, through) = (Target::direct(&site.alone), Target::through(&site.proxy));
        let (mut direct_load, mut proxied) = (Load::default(), Load::default());
        let mut disk = Disk::in_folder(site.folder());
        direct.create(WARM_UP, in_flight).await;
        through.create(WARM_UP, in_flight).await;
        for _ in 0..TURNS {
            direct_load.add(direct.create(IN_A_TURN, in_flight).await);
            disk.measure();
            proxied.add(through.create(IN_A_TURN, in_flight).await);
        }
        assert_eq!((site.alone.clients().await, site.behind.clients().await), (ALL, ALL));
        let pages = ratio(site.behind.pages().await, ALL);
        Self { database, in_flight, direct: direct_load, proxied, disk, pages }
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are not that many")]
fn ratio(some: usize, all: usize) -> f64 {
    some as f64 / all as f64
}
