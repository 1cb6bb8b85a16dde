//! Where things are: the checkout, what is built from it, and the cache of tools.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

/// The version that every crate of the workspace has, and that the element reports.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The folders that everything else starts from.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Tools of this user, shared by all checkouts: each in a folder with its version.
    pub(crate) cache: PathBuf,
    /// Whether this is a copy, which shares nothing that was compiled with any other.
    is_copy: bool,
}

impl Workspace {
    /// Finds the checkout that this program was built from, and the user's cache.
    ///
    /// # Errors
    ///
    /// Fails when neither `XDG_CACHE_HOME` nor `HOME` is set.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
        let root = root.expect("xtask lies in the workspace").to_owned();
        let base = env::var_os("XDG_CACHE_HOME")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")))
            .context("nowhere to keep tools: set HOME or XDG_CACHE_HOME")?;
        Ok(Self { root, cache: base.join("roosted-client-form"), is_copy: false })
    }

    /// The same sources in another folder, with the same tools and with what is compiled beside them.
    pub(crate) fn copy_at(&self, root: PathBuf) -> Self {
        Self { root, cache: self.cache.clone(), is_copy: true }
    }

    /// A program that starts in the checkout.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        if self.is_copy {
            command.env("CARGO_TARGET_DIR", self.target());
        }
        command
    }

    /// The cargo that runs us.
    pub(crate) fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// The built page.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Where everything that is built lies, but for the page.
    pub(crate) fn target(&self) -> PathBuf {
        let target = env::var_os("CARGO_TARGET_DIR").filter(|_| !self.is_copy).map(PathBuf::from);
        // An absolute path stays what it is.
        self.root.join(target.unwrap_or_else(|| "target".into()))
    }

    /// A program that `cargo build --release` made.
    pub(crate) fn release(&self, program: &str) -> PathBuf {
        self.target().join("release").join(program).with_extension(env::consts::EXE_EXTENSION)
    }
}
