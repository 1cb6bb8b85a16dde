//! Who alone changes an SQLite database, which takes one writer. What waits for it is committed
//! together, so that a busy proxy pays one `fsync` for many submissions.

use futures_util::TryStreamExt as _;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection as _, Either, Executor as _};
use tokio::sync::{mpsc, oneshot};

use super::LedgerError;
use super::store::Statement;

/// The most groups of statements that are committed together.
const BATCH: usize = 256;

/// How many groups may wait.
const QUEUE: usize = 4096;

/// The way to the writer. Clones share everything.
#[derive(Clone)]
pub(super) struct Writer(mpsc::Sender<Job>);

/// A group of statements: all of them are committed or none.
struct Job {
    statements: Vec<Statement>,
    done: oneshot::Sender<Result<Vec<AnyRow>, LedgerError>>,
}

impl Writer {
    /// Opens the database, makes it if it is not there, and writes for as long as somebody may ask.
    pub(super) async fn start(url: &str) -> Result<Self, LedgerError> {
        let task = Task { url: url.to_owned(), connection: Some(connect(url).await?) };
        let (sender, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(task.run(jobs));
        Ok(Self(sender))
    }

    /// Commits a group, alone or with others. The rows are those that its first statement returns.
    pub(super) async fn commit(
        &self,
        statements: Vec<Statement>,
    ) -> Result<Vec<AnyRow>, LedgerError> {
        let (done, result) = oneshot::channel();
        self.0.send(Job { statements, done }).await.map_err(|_| LedgerError::Closed)?;
        result.await.map_err(|_| LedgerError::Closed)?
    }
}

struct Task {
    url: String,
    /// None where the last one failed: a new one may find a database that has been mended.
    connection: Option<AnyConnection>,
}

impl Task {
    async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::new();
        while jobs.recv_many(&mut batch, BATCH).await > 0 {
            let groups = batch.iter().map(|it| it.statements.clone()).collect();
            match self.commit(groups).await {
                Ok(results) => {
                    for (job, rows) in batch.drain(..).zip(results) {
                        let _ = job.done.send(Ok(rows));
                    }
                }
                Err(error) if batch.len() == 1 || error.is_busy() => {
                    for job in batch.drain(..) {
                        let _ = job.done.send(Err(error.clone()));
                    }
                }
                // One of them spoils it for all: each for itself, then.
                Err(_) => {
                    for job in batch.drain(..) {
                        let result = self.commit(vec![job.statements]).await;
                        let _ = job.done.send(result.map(|mut it| it.pop().unwrap_or_default()));
                    }
                }
            }
        }
    }

    /// All of them or none.
    async fn commit(
        &mut self,
        groups: Vec<Vec<Statement>>,
    ) -> Result<Vec<Vec<AnyRow>>, LedgerError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.url).await?,
        };
        let results = together(&mut connection, groups).await?;
        self.connection = Some(connection);
        Ok(results)
    }
}

/// Runs groups of statements, all of them or none. The rows are those of each group's first.
///
/// Each text is handed to another thread and back, so a group is one text; the first begins the
/// transaction, and the last ends it. There are few kinds of groups: the texts stay prepared.
async fn together(
    connection: &mut AnyConnection,
    groups: Vec<Vec<Statement>>,
) -> sqlx::Result<Vec<Vec<AnyRow>>> {
    let (mut results, count) = (Vec::with_capacity(groups.len()), groups.len());
    for (number, group) in groups.into_iter().enumerate() {
        let begin = (number == 0).then(|| Statement::new("BEGIN IMMEDIATE"));
        let commit = (number + 1 == count).then(|| Statement::new("COMMIT"));
        let (before, mut done, mut rows) = (usize::from(begin.is_some()), 0, Vec::new());
        let script = Statement::script(begin.into_iter().chain(group).chain(commit));
        let mut steps = script.steps(connection);
        while let Some(step) = steps.try_next().await? {
            match step {
                Either::Left(_) => done += 1,
                Either::Right(row) if done == before => rows.push(row),
                Either::Right(_) => {}
            }
        }
        drop(steps);
        results.push(rows);
    }
    Ok(results)
}

async fn connect(url: &str) -> Result<AnyConnection, LedgerError> {
    let mut connection = AnyConnection::connect(url).await?;
    connection.execute(SETTINGS).await?;
    Ok(connection)
}

/// `FULL`: what was said to be committed survives a power cut.
const SETTINGS: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

#[cfg(test)]
pub(super) mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    use futures_util::future::join_all;
    use tempfile::TempDir;
    use tokio::time::timeout;

    use super::*;
    use crate::ledger::store::Store;

    /// A ledger's database, with somebody else who can hold it.
    struct Site {
        store: Store,
        thief: AnyConnection,
        url: String,
        folder: TempDir,
    }

    impl Site {
        async fn open() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let url = format!("sqlite:{}?mode=rwc", folder.path().join("it.db").display());
            let store = Store::sqlite(&url).await.unwrap();
            let table = "CREATE TABLE numbers (number BIGINT PRIMARY KEY)";
            store.write(Statement::new(table)).await.unwrap();
            let thief = AnyConnection::connect(&url).await.unwrap();
            Self { store, thief, url, folder }
        }

        /// Begins all of them while nobody can commit, so that they wait together.
        async fn at_once(&mut self, groups: Vec<Vec<Statement>>) -> Vec<bool> {
            self.thief.execute("BEGIN IMMEDIATE").await.unwrap();
            let calls = join_all(groups.into_iter().map(|it| self.store.write_all(it)));
            // All of them have been handed over when this is reached.
            let release = self.thief.execute("ROLLBACK");
            let (results, released) = tokio::join!(calls, release);
            released.unwrap();
            results.iter().map(Result::is_ok).collect()
        }

        async fn numbers(&self) -> Vec<i64> {
            let all = Statement::new("SELECT number FROM numbers ORDER BY number");
            let rows = self.store.read(all).await.unwrap();
            rows.iter().map(|it| crate::ledger::store::number(it, "number").unwrap()).collect()
        }

        fn commits(&self) -> usize {
            commits(&self.folder.path().join("it.db-wal"))
        }
    }

    /// How many transactions a write-ahead log holds: the last page of each says so.
    pub(in crate::ledger) fn commits(log: &Path) -> usize {
        const PAGE: usize = 24 + 4096;
        let log = fs::read(log).unwrap();
        let pages = log[32..].chunks_exact(PAGE);
        pages.filter(|it| it[4..8] != [0; 4] && it[8..16] == log[16..24]).count()
    }

    fn put(number: i64) -> Statement {
        Statement::new("INSERT INTO numbers (number) VALUES ($1)").number(number)
    }

    #[tokio::test]
    async fn what_waits_is_committed_together() {
        let mut site = Site::open().await;
        let before = site.commits();

        let groups = (0..100).map(|it| vec![put(2 * it), put(2 * it + 1)]).collect();
        let done = site.at_once(groups).await;

        assert_eq!(done, [true; 100]);
        assert_eq!(site.numbers().await, (0..200).collect::<Vec<_>>());
        assert!(site.commits() - before <= 2, "{}", site.commits() - before);
    }

    #[tokio::test]
    async fn a_statement_that_fails_fails_its_group_alone() {
        let mut site = Site::open().await;
        let mut groups: Vec<_> = (0..10).map(|it| vec![put(it)]).collect();
        groups.insert(4, vec![put(100), put(100)]);
        groups.insert(7, vec![put(101), Statement::new("this is no statement"), put(102)]);

        let done = site.at_once(groups).await;

        let failed: Vec<_> = (0..12).filter(|it| !done[*it]).collect();
        assert_eq!(failed, [4, 7]);
        assert_eq!(site.numbers().await, (0..10).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn who_waited_for_a_lock_in_vain_does_not_wait_again() {
        let mut site = Site::open().await;
        let mut connection = AnyConnection::connect(&site.url).await.unwrap();
        connection.execute("PRAGMA busy_timeout = 0").await.unwrap();
        let task = Task { url: site.url.clone(), connection: Some(connection) };
        let (sender, jobs) = mpsc::channel(2);
        let [first, second] = [1, 2].map(|it| {
            let (done, result) = oneshot::channel();
            let job = Job { statements: vec![put(it)], done };
            assert!(sender.try_send(job).is_ok());
            result
        });

        site.thief.execute("BEGIN IMMEDIATE").await.unwrap();
        tokio::spawn(task.run(jobs));
        let first = first.await.unwrap();
        site.thief.execute("ROLLBACK").await.unwrap();

        for result in [first, second.await.unwrap()] {
            assert!(result.is_err_and(|it| it.is_busy()));
        }
        assert!(site.numbers().await.is_empty());
    }

    #[tokio::test]
    async fn it_ends_with_the_last_who_may_ask() {
        let site = Site::open().await;
        let task = Task { url: site.url.clone(), connection: None };
        let (sender, jobs) = mpsc::channel(1);
        drop(sender);

        timeout(Duration::from_secs(10), task.run(jobs)).await.unwrap();
    }
}
