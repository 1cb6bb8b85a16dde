//! How the ledger speaks to its database: one statement at a time, the same for both kinds.
//!
//! SQLite takes one writer. What waits for it is committed together, so that a busy proxy pays one
//! `fsync` for many submissions.

use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection as _, Executor as _, Row as _};
use tokio::sync::{mpsc, oneshot};

use super::LedgerError;

/// The most statements that are committed together.
const BATCH: usize = 256;

/// How long a statement waits for somebody else's lock: `busy_timeout` says the same.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many statements may wait.
const QUEUE: usize = 4096;

/// A statement with what is bound to it.
#[derive(Clone)]
pub(super) struct Statement {
    sql: Arc<str>,
    values: Vec<Value>,
}

#[derive(Clone)]
enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

/// The database. Clones share everything.
#[derive(Clone)]
pub(super) struct Store {
    /// Who commits, where there can be only one.
    writer: Option<mpsc::Sender<Job>>,
    pool: AnyPool,
}

struct Job {
    statement: Statement,
    done: oneshot::Sender<Result<Vec<AnyRow>, LedgerError>>,
}

impl Statement {
    pub(super) fn new(sql: impl Into<Arc<str>>) -> Self {
        Self { sql: sql.into(), values: Vec::new() }
    }

    /// Binds a text to the next place.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.values.push(Value::Text(Some(text.into())));
        self
    }

    /// Binds a text that may be missing.
    pub(super) fn maybe_text(mut self, text: Option<String>) -> Self {
        self.values.push(Value::Text(text));
        self
    }

    /// Binds a number that may be missing.
    pub(super) fn number(mut self, number: impl Into<Option<i64>>) -> Self {
        self.values.push(Value::Number(number.into()));
        self
    }

    pub(super) async fn run(self, connection: &mut AnyConnection) -> sqlx::Result<Vec<AnyRow>> {
        // The texts are ours; what came from outside is bound.
        let mut query = sqlx::query(AssertSqlSafe(self.sql.to_string()));
        for value in self.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
            };
        }
        query.fetch_all(connection).await
    }
}

impl Store {
    /// Opens an SQLite database and makes it if it is not there.
    pub(super) async fn sqlite(url: &str) -> Result<Self, LedgerError> {
        sqlx::any::install_default_drivers();
        let options = AnyPoolOptions::new().max_connections(4).acquire_timeout(PATIENCE);
        let options = options.after_connect(|connection, _| {
            Box::pin(async move { connection.execute(READER).await.map(drop) })
        });
        let pool = options.connect_lazy(url)?;
        let writer = Writer { url: url.to_owned(), connection: Some(connect(url).await?) };
        let (sender, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(writer.run(jobs));
        Ok(Self { writer: Some(sender), pool })
    }

    /// Opens a PostgreSQL database.
    pub(super) async fn postgres(url: &str) -> Result<Self, LedgerError> {
        sqlx::any::install_default_drivers();
        let options = AnyPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
        Ok(Self { writer: None, pool: options.connect(url).await? })
    }

    /// Whether other processes may share it.
    pub(super) fn is_shared(&self) -> bool {
        self.writer.is_none()
    }

    /// A connection of one's own, for as long as a lock of the session is to be held.
    pub(super) async fn session(&self) -> Result<AnyConnection, LedgerError> {
        Ok(self.pool.acquire().await?.detach())
    }

    /// Changes something, durably once this returns. The rows are those of `RETURNING`.
    pub(super) async fn write(&self, statement: Statement) -> Result<Vec<AnyRow>, LedgerError> {
        let Some(writer) = &self.writer else { return self.read(statement).await };
        let (done, result) = oneshot::channel();
        writer.send(Job { statement, done }).await.map_err(|_| LedgerError::Closed)?;
        result.await.map_err(|_| LedgerError::Closed)?
    }

    /// The same for a statement of which only matters whether it changed anything.
    pub(super) async fn changes(&self, statement: Statement) -> Result<bool, LedgerError> {
        Ok(!self.write(statement).await?.is_empty())
    }

    /// Reads.
    pub(super) async fn read(&self, statement: Statement) -> Result<Vec<AnyRow>, LedgerError> {
        let mut connection = self.pool.acquire().await?;
        let result = statement.run(&mut connection).await;
        if result.is_err() {
            // It may be the connection that is broken: the next one is new.
            connection.close_on_drop();
        }
        Ok(result?)
    }
}

/// Who alone changes an SQLite database.
struct Writer {
    url: String,
    /// None where the last one failed: a new one may find a database that has been mended.
    connection: Option<AnyConnection>,
}

impl Writer {
    async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::new();
        while jobs.recv_many(&mut batch, BATCH).await > 0 {
            let statements: Vec<_> = batch.iter().map(|it| it.statement.clone()).collect();
            match self.commit(statements).await {
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
                        let result = self.commit(vec![job.statement]).await;
                        let _ = job.done.send(result.map(|mut it| it.pop().unwrap_or_default()));
                    }
                }
            }
        }
    }

    /// All of them or none.
    async fn commit(&mut self, batch: Vec<Statement>) -> Result<Vec<Vec<AnyRow>>, LedgerError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.url).await?,
        };
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let mut results = Vec::with_capacity(batch.len());
        for statement in batch {
            results.push(statement.run(&mut transaction).await?);
        }
        transaction.commit().await?;
        self.connection = Some(connection);
        Ok(results)
    }
}

async fn connect(url: &str) -> Result<AnyConnection, LedgerError> {
    let mut connection = AnyConnection::connect(url).await?;
    connection.execute(WRITER).await?;
    Ok(connection)
}

/// A text of a row.
pub(super) fn text(row: &AnyRow, column: &str) -> Result<String, LedgerError> {
    Ok(row.try_get(column)?)
}

/// A text of a row that may be missing.
pub(super) fn maybe_text(row: &AnyRow, column: &str) -> Result<Option<String>, LedgerError> {
    Ok(row.try_get(column)?)
}

/// A number of a row that may be missing.
pub(super) fn maybe_number(row: &AnyRow, column: &str) -> Result<Option<i64>, LedgerError> {
    Ok(row.try_get(column)?)
}

/// A number of a row.
pub(super) fn number(row: &AnyRow, column: &str) -> Result<i64, LedgerError> {
    Ok(row.try_get(column)?)
}

/// `FULL`: what was said to be committed survives a power cut.
const WRITER: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

const READER: &str = "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;";
