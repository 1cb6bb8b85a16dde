//! Where a ledger is: a file with its key beside it, or a PostgreSQL database.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;

use super::store::Store;
use super::{LedgerError, LedgerKey};

/// Where a ledger is.
#[derive(Clone, Debug)]
pub enum Place {
    /// A file on a local disk, for one process; its key lies beside it unless another is named.
    File(PathBuf, Option<PathBuf>),
    /// A PostgreSQL database, which several processes may share, and the file of its key.
    Postgres(SecretString, PathBuf),
    /// A folder that goes with the process.
    Temporary,
}

/// What must not be let go while the ledger is in use.
#[derive(Default)]
pub(super) struct Held {
    _lock: Option<File>,
    _folder: Option<TempDir>,
}

impl Place {
    pub(super) async fn open(&self) -> Result<(Store, LedgerKey, Held), LedgerError> {
        match self {
            Self::File(path, key) => file(path, key.as_deref(), None).await,
            Self::Temporary => {
                let folder = tempfile::tempdir().map_err(Arc::new)?;
                let path = folder.path().join("roosted-ledger.db");
                file(&path, None, Some(folder)).await
            }
            Self::Postgres(url, key) => {
                let key = LedgerKey::from_file(key).map_err(Arc::new)?;
                let store = Store::postgres(url.expose_secret()).await?;
                Ok((store, key, Held { _lock: None, _folder: None }))
            }
        }
    }

    /// The same to read what is there, beside whoever uses it: neither made nor held.
    pub(super) async fn read(&self) -> Result<(Store, LedgerKey), LedgerError> {
        let key = |path: &Path| LedgerKey::from_file(path).map_err(Arc::new);
        match self {
            Self::File(path, named) => {
                let key = key(named.as_deref().unwrap_or(&beside(path, ".key")))?;
                Ok((Store::sqlite_to_read(&url(path, "ro")).await?, key))
            }
            Self::Postgres(url, path) => {
                let key = key(path)?;
                Ok((Store::postgres_to_read(url.expose_secret()).await?, key))
            }
            // It is nobody else's to read.
            Self::Temporary => Err(LedgerError::Closed),
        }
    }
}

async fn file(
    path: &Path,
    key: Option<&Path>,
    folder: Option<TempDir>,
) -> Result<(Store, LedgerKey, Held), LedgerError> {
    let lock = File::create(beside(path, "-lock")).map_err(Arc::new)?;
    lock.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => LedgerError::InUse,
        TryLockError::Error(error) => LedgerError::Place(Arc::new(error)),
    })?;
    let key = match key {
        Some(path) => LedgerKey::from_file(path),
        None => LedgerKey::from_file_or_new(&beside(path, ".key")),
    };
    let key = key.map_err(Arc::new)?;
    let store = Store::sqlite(&url(path, "rwc")).await?;
    Ok((store, key, Held { _lock: Some(lock), _folder: folder }))
}

/// A file that belongs to the ledger.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

fn url(path: &Path, mode: &str) -> String {
    let path = path.to_string_lossy();
    // What an address would take for something else.
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite:{path}?mode={mode}")
}
