//! What a measurement runs: our programs in front of a sandbox, nginx, each on a free port, and a folder for
//! what they write.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use anyhow::{Context as _, Result, bail};
use nix::unistd::Uid;

use crate::build;
use crate::signals::Running;
use crate::tools::rivals::Nginx;
use crate::workspace::Workspace;

/// The sandbox's key, which whoever stands in front of it adds.
pub(crate) const API_KEY: &str = "the-key-of-the-bench";

/// How long a program may take until it listens, and how often it is looked at meanwhile.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(20);

/// What runs, and what is served.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) proxy: PathBuf,
    pub(crate) sandbox: PathBuf,
    pub(crate) dist: PathBuf,
}

impl Built {
    /// Has everything.
    ///
    /// `BENCH_PROXY`, `BENCH_SANDBOX` and `BENCH_DIST` name programs and a page that are there
    /// already; what is not named is built.
    ///
    /// # Errors
    ///
    /// Fails when something does not compile.
    pub(crate) fn ensure(workspace: &Workspace) -> Result<Self> {
        let named = |name| env::var_os(name).map(PathBuf::from);
        let named_programs = named("BENCH_PROXY").zip(named("BENCH_SANDBOX"));
        let (proxy, sandbox) = if let Some(programs) = named_programs {
            programs
        } else {
            build::programs(workspace)?;
            (workspace.release("roosted-proxy"), workspace.release("roosted-sandbox"))
        };
        let dist = if let Some(dist) = named("BENCH_DIST") {
            dist
        } else {
            build::page(workspace)?;
            workspace.dist()
        };
        // The folder of the run is another one.
        let dist = dist.canonicalize().context("there is no page")?;
        Ok(Self { proxy, sandbox, dist })
    }

    /// The sandbox, which keeps no log of what arrives.
    pub(crate) fn sandbox(&self, listen: SocketAddr) -> Command {
        let mut command = Command::new(&self.sandbox);
        command
            .args(["--no-log", "--api-key", API_KEY, "--listen", &listen.to_string()])
            .stdout(Stdio::null());
        command
    }

    /// The proxy with its ledger in `folder`, without a limit for creates.
    pub(crate) fn proxy(
        &self,
        folder: &Folder,
        listen: SocketAddr,
        sandbox: SocketAddr,
    ) -> Command {
        let ledger = folder.0.join("roosted-ledger.db");
        let mut command = Command::new(&self.proxy);
        command
            .env_clear()
            .env("ROOSTED_LISTEN", listen.to_string())
            .env("ROOSTED_ADMIN_LISTEN", "127.0.0.1:0")
            .env("ROOSTED_API_URL", format!("http://{sandbox}/api/1_12"))
            .env("ROOSTED_ALLOW_HTTP_UPSTREAM", "true")
            .env("ROOSTED_API_KEY", API_KEY)
            .env("ROOSTED_STATIC_DIR", &self.dist)
            .env("ROOSTED_RATE_LIMIT", "off")
            .env("ROOSTED_LEDGER", format!("sqlite:{}", ledger.display()))
            // The others keep no log of requests either.
            .env("ROOSTED_LOG", "error");
        command
    }
}

/// A folder for what they write, on the disk of the temporary ones. It goes when this is dropped.
#[derive(Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// Makes one.
    ///
    /// # Errors
    ///
    /// Fails when it is there already.
    pub(crate) fn new() -> Result<Self> {
        let path = env::temp_dir().join(format!("roosted-bench-{}", process::id()));
        fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self(path))
    }

    /// Writes settings, in which each of `words` becomes what belongs there.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be written.
    pub(crate) fn write(
        &self,
        name: &str,
        text: &str,
        words: &[(&str, String)],
    ) -> Result<PathBuf> {
        let text = words.iter().fold(text.to_owned(), |text, (word, it)| text.replace(word, it));
        let file = self.0.join(name);
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(file)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left lies among the temporary files.
        _ = fs::remove_dir_all(&self.0);
    }
}

/// nginx with settings in `folder`.
pub(crate) fn nginx(nginx: &Nginx, folder: &Folder, settings: &Path) -> Command {
    let mut command = Command::new(&nginx.program);
    command.args(["-e", "stderr", "-p"]).arg(&folder.0).arg("-c").arg(settings);
    command
}

/// Whose its workers are: others could not read a page that is its owner's only.
pub(crate) fn nginx_user() -> String {
    if Uid::effective().is_root() { "user root;" } else { "" }.to_owned()
}

/// Ports that nobody has. They are let go at once: whoever takes one in between is told of.
///
/// # Errors
///
/// Fails when there is none.
pub(crate) fn free<const COUNT: usize>() -> Result<[SocketAddr; COUNT]> {
    let mut addresses = [SocketAddr::from(([127, 0, 0, 1], 0)); COUNT];
    let mut taken = Vec::new();
    for address in &mut addresses {
        let listener = TcpListener::bind(*address)?;
        *address = listener.local_addr()?;
        taken.push(listener);
    }
    Ok(addresses)
}

/// Starts a program and waits until it listens.
///
/// # Errors
///
/// Fails when it does not.
pub(crate) fn start(
    name: &'static str,
    command: &mut Command,
    address: SocketAddr,
) -> Result<Running> {
    let mut running = Running::start(name, command.stdin(Stdio::null()))?;
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        if let Some(status) = running.ended()? {
            bail!("{name} did not start, see above: {status}");
        }
        if begun.elapsed() > PATIENCE {
            bail!("{name} does not listen on {address}");
        }
        thread::sleep(LOOK);
    }
    Ok(running)
}
