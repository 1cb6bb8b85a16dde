//! Which clients the upstream has: asked before a submission is sent, so that an older client is
//! never taken for its own, and searched when an outcome is open.

mod scan;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use roosted_contract::Client;

use crate::ledger::{Ledger, LedgerError};
use crate::upstream::{Failure, Page, Upstream, chain};
use scan::{Scan, scan};

/// How long a submission waits for its baseline. A scan that takes longer goes on for the next.
const FOREGROUND: Duration = Duration::from_secs(3);

/// How long the last scan is believed when the number of clients is still the same.
const FRESH: Duration = Duration::from_mins(10);

/// How often a list is walked through until it holds still. Where a walk takes longer than a create
/// waits for it, that create itself is what moves the list.
const ATTEMPTS: usize = 3;

/// What is known about everybody. Clones share everything.
#[derive(Clone)]
pub(crate) struct Census(Arc<Inside>);

struct Inside {
    upstream: Upstream,
    ledger: Ledger,
    memory: Mutex<Memory>,
    /// The last full scan; held while one is under way.
    full: tokio::sync::Mutex<Option<Full>>,
}

/// What the ledger holds already.
#[derive(Default)]
struct Memory {
    known: HashSet<String>,
    latest: Option<Latest>,
}

/// The last scan that saw everybody.
#[derive(Clone, Copy)]
struct Latest {
    number: i64,
    /// With those that were made through this process since.
    total: usize,
    at: Instant,
}

struct Full {
    begun: Instant,
    number: Option<i64>,
}

/// What a search brought.
pub(crate) struct Found {
    pub(crate) clients: Vec<Client>,
    /// Whether everybody was seen.
    pub(crate) complete: bool,
}

/// Why a search brought nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SearchError {
    /// The upstream does not answer.
    #[error("the list cannot be read")]
    Upstream(#[from] Failure),
    /// The ledger cannot keep it.
    #[error("the ledger cannot be used")]
    Ledger(#[from] LedgerError),
}

impl Census {
    pub(crate) fn new(upstream: Upstream, ledger: Ledger) -> Self {
        let (memory, full) = (Mutex::default(), tokio::sync::Mutex::default());
        Self(Arc::new(Inside { upstream, ledger, memory, full }))
    }

    /// The scan that saw everybody who is there now, if that can be told in a moment. Where it
    /// cannot, the submission is sent all the same and a person picks, should it come to that.
    pub(crate) async fn baseline(&self) -> Option<i64> {
        match tokio::time::timeout(FOREGROUND, self.look()).await {
            Ok(Ok(number)) => number,
            Ok(Err(error)) => {
                tracing::warn!(event = "no-baseline", why = chain(&error));
                None
            }
            Err(_) => {
                tracing::warn!(event = "no-baseline", why = "it takes too long");
                None
            }
        }
    }

    async fn look(&self) -> Result<Option<i64>, SearchError> {
        let (upstream, last) = (&self.0.upstream, self.last_page());
        let (first, last) = tokio::try_join!(upstream.page(1, Page::SIZE), async {
            match last {
                1 => Ok(None),
                last => upstream.page(last, Page::SIZE).await.map(Some),
            }
        })?;
        // A full page could be followed by another, whatever the upstream says.
        if first.clients.len() < Page::SIZE && first.total == first.clients.len() {
            let ids = first.clients.iter().map(|it| it.id().to_owned()).collect();
            return Ok(Some(self.keep(ids).await?));
        }
        if let Some(number) = self.unchanged(&first, last.as_ref()) {
            return Ok(Some(number));
        }
        self.full().await
    }

    /// The page where the list ended at the last scan.
    fn last_page(&self) -> u32 {
        let total = self.memory().latest.map_or(0, |it| it.total);
        u32::try_from(total.div_ceil(Page::SIZE)).unwrap_or(u32::MAX).max(1)
    }

    /// The last scan, where nothing seems to have changed since. Who is new stands at one of the
    /// ends, whichever way the list is sorted by age; their number alone would not tell, since
    /// somebody else may be gone.
    fn unchanged(&self, first: &Page, last: Option<&Page>) -> Option<i64> {
        let memory = self.memory();
        let latest = memory.latest.filter(|it| it.at.elapsed() < FRESH)?;
        let mut ends = first.clients.iter().chain(last.iter().flat_map(|it| &it.clients));
        let known = ends.all(|it| memory.known.contains(it.id()));
        (known && latest.total == first.total).then_some(latest.number)
    }

    /// A full scan that begins after this call. Those who wait for one at the same time share it.
    async fn full(&self) -> Result<Option<i64>, SearchError> {
        let (asked, census) = (Instant::now(), self.clone());
        // In a task of its own: it is of use to the next even when this caller has gone on.
        let work = tokio::spawn(async move {
            let mut last = census.0.full.lock().await;
            if let Some(Full { begun, number }) = &*last
                && *begun >= asked
            {
                return Ok(*number);
            }
            let mut attempts = 1;
            loop {
                let begun = Instant::now();
                let complete = census.search(|_| false).await?.complete;
                let number = census.memory().latest.map(|it| it.number).filter(|_| complete);
                *last = Some(Full { begun, number });
                if complete || attempts == ATTEMPTS {
                    return Ok(number);
                }
                attempts += 1;
            }
        });
        work.await.unwrap_or(Ok(None))
    }

    /// Looks through the whole list for those who are `wanted`.
    pub(crate) async fn search(
        &self,
        wanted: impl Fn(&Client) -> bool + Send,
    ) -> Result<Found, SearchError> {
        let mut clients = Vec::new();
        let Scan { ids, complete } = scan(&self.0.upstream, |client| {
            if wanted(client) {
                clients.push(client.clone());
            }
        })
        .await?;
        if complete {
            self.keep(ids).await?;
        }
        Ok(Found { clients, complete })
    }

    /// Keeps a scan that saw everybody.
    async fn keep(&self, ids: Vec<String>) -> Result<i64, LedgerError> {
        let (at, total) = (Instant::now(), ids.len());
        let (new, number) = {
            let memory = self.memory();
            let new: Vec<_> = ids.into_iter().filter(|it| !memory.known.contains(it)).collect();
            let number = memory.latest.filter(|_| new.is_empty()).map(|it| it.number);
            (new, number)
        };
        // Where all had been seen by the last scan, that one says it already.
        let number = match number {
            Some(number) => number,
            None => self.0.ledger.scanned(&new).await?,
        };
        let mut memory = self.memory();
        memory.known.extend(new);
        if memory.latest.is_none_or(|it| it.number <= number) {
            memory.latest = Some(Latest { number, total, at });
        }
        Ok(number)
    }

    /// Notes a client that was made through this process, once the ledger has it.
    pub(crate) fn made(&self, id: &str) {
        let mut memory = self.memory();
        let new = memory.known.insert(id.to_owned());
        if let Some(latest) = memory.latest.as_mut().filter(|_| new) {
            latest.total += 1;
        }
    }

    /// Nothing can fail while it is held.
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
