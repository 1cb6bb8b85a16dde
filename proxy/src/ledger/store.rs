//! How the ledger speaks to its database: in statements that are the same for both kinds. Those
//! that belong together are one transaction.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::BoxStream;
use sqlx::any::{AnyArguments, AnyPoolOptions, AnyQueryResult, AnyRow};
use sqlx::query::Query;
use sqlx::{
    Any, AnyConnection, AnyPool, AssertSqlSafe, Connection as _, Either, Executor as _, Row as _,
};

use super::LedgerError;
use super::writer::Writer;

/// How long a statement waits for somebody else's lock: `busy_timeout` says the same.
const PATIENCE: Duration = Duration::from_secs(5);

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
    writer: Option<Writer>,
    pool: AnyPool,
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

    /// Several statements as one text, whose places count on from one to the next. SQLite runs
    /// such a text as a whole; PostgreSQL binds nothing to it.
    pub(super) fn script(statements: impl IntoIterator<Item = Self>) -> Self {
        let (mut sql, mut values) = (String::new(), Vec::new());
        for statement in statements {
            let mut parts = statement.sql.split('$');
            sql.extend(parts.next());
            for part in parts {
                let end = part.find(|it: char| !it.is_ascii_digit()).unwrap_or(part.len());
                let (place, rest) = part.split_at(end);
                let place = place.parse().map(|it: usize| (it + values.len()).to_string());
                sql.extend(["$", &place.unwrap_or_default(), rest]);
            }
            sql.push(';');
            values.extend(statement.values);
        }
        Self { sql: sql.into(), values }
    }

    pub(super) async fn run(self, connection: &mut AnyConnection) -> sqlx::Result<Vec<AnyRow>> {
        self.query().fetch_all(connection).await
    }

    /// Its steps: the rows of each statement, and what tells that it is done.
    pub(super) fn steps(
        self,
        connection: &mut AnyConnection,
    ) -> BoxStream<'_, sqlx::Result<Either<AnyQueryResult, AnyRow>>> {
        connection.fetch_many(self.query())
    }

    fn query(self) -> Query<'static, Any, AnyArguments> {
        // The texts are ours; what came from outside is bound.
        let mut query = sqlx::query(AssertSqlSafe(self.sql));
        for value in self.values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
            };
        }
        query
    }
}

impl Store {
    /// Opens an SQLite database and makes it if it is not there.
    pub(super) async fn sqlite(url: &str) -> Result<Self, LedgerError> {
        // A file does not hang up: nobody has to ask first whether it is still there.
        let pool = reader(4, SQLITE_READER).test_before_acquire(false).connect_lazy(url)?;
        Ok(Self { writer: Some(Writer::start(url).await?), pool })
    }

    /// Opens an SQLite database that is there, to read it.
    pub(super) async fn sqlite_to_read(url: &str) -> Result<Self, LedgerError> {
        Ok(Self { writer: None, pool: reader(1, SQLITE_READER).connect(url).await? })
    }

    /// Opens a PostgreSQL database.
    pub(super) async fn postgres(url: &str) -> Result<Self, LedgerError> {
        sqlx::any::install_default_drivers();
        let options = AnyPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
        Ok(Self { writer: None, pool: options.connect(url).await? })
    }

    /// Opens a PostgreSQL database, to read it.
    pub(super) async fn postgres_to_read(url: &str) -> Result<Self, LedgerError> {
        Ok(Self { writer: None, pool: reader(1, POSTGRES_READER).connect(url).await? })
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
        self.write_all(vec![statement]).await
    }

    /// Changes several things or nothing, in this order, durably once this returns. The rows are
    /// those that the first returns.
    pub(super) async fn write_all(
        &self,
        mut statements: Vec<Statement>,
    ) -> Result<Vec<AnyRow>, LedgerError> {
        if let Some(writer) = &self.writer {
            return writer.commit(statements).await;
        }
        match statements.len() {
            // It is a transaction by itself.
            1 => self.read(statements.remove(0)).await,
            _ => self.transaction(statements).await,
        }
    }

    /// The same for statements of which only matters whether the first changed anything.
    pub(super) async fn changes(&self, statements: Vec<Statement>) -> Result<bool, LedgerError> {
        Ok(!self.write_all(statements).await?.is_empty())
    }

    async fn transaction(&self, statements: Vec<Statement>) -> Result<Vec<AnyRow>, LedgerError> {
        let mut connection = self.pool.acquire().await?;
        match together(&mut connection, statements).await {
            Ok(rows) => Ok(rows),
            Err(error) => {
                connection.close_on_drop();
                Err(error.into())
            }
        }
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

/// Connections that change nothing.
fn reader(count: u32, settings: &'static str) -> AnyPoolOptions {
    sqlx::any::install_default_drivers();
    let options = AnyPoolOptions::new().max_connections(count).acquire_timeout(PATIENCE);
    options.after_connect(move |connection, _| {
        Box::pin(async move { connection.execute(settings).await.map(drop) })
    })
}

/// Runs statements, all of them or none. The rows are those of the first.
async fn together(
    connection: &mut AnyConnection,
    statements: Vec<Statement>,
) -> sqlx::Result<Vec<AnyRow>> {
    let mut transaction = connection.begin().await?;
    let mut first = None;
    for statement in statements {
        let rows = statement.run(&mut transaction).await?;
        first.get_or_insert(rows);
    }
    transaction.commit().await?;
    Ok(first.unwrap_or_default())
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

const SQLITE_READER: &str = "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON;";

const POSTGRES_READER: &str = "SET default_transaction_read_only = on";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_of_a_script_count_on() {
        let first = Statement::new("INSERT INTO a VALUES ($2, $1, $2)").number(1).text("two");
        let second = Statement::new("COMMIT");
        let third = Statement::new("UPDATE a SET b = $1 WHERE c = '$'").maybe_text(None);

        let script = Statement::script([first, second, third.clone()]);

        let sql = "INSERT INTO a VALUES ($2, $1, $2);COMMIT;UPDATE a SET b = $3 WHERE c = '$';";
        assert_eq!(&*script.sql, sql);
        assert_eq!(script.values.len(), 3);
        assert_eq!(&*Statement::script([third]).sql, "UPDATE a SET b = $1 WHERE c = '$';");
    }
}
