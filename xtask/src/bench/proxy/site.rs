//! The programs that run: the sandbox, and in front of it the candidates, each on a free port.

use std::fmt;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use anyhow::{Context as _, Result, bail};
use nix::unistd::Uid;

use super::Built;
use crate::signals::Running;
use crate::tools::rivals::Rivals;

/// The sandbox's key, which every candidate adds.
pub(crate) const API_KEY: &str = "the-key-of-the-bench";

/// How long a program may take until it listens, and how often it is looked at meanwhile.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK: Duration = Duration::from_millis(20);

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Candidate {
    Ours,
    Nginx,
    /// The same nginx, with a new connection to the sandbox for each request.
    NginxAnew,
    Caddy,
}

/// Everything that runs. It ends when this is dropped.
pub(crate) struct Site {
    ours: Running,
    nginx: Running,
    caddy: Running,
    _upstream: Running,
    addresses: Addresses,
    pub(crate) sandbox: SocketAddr,
    /// The page that all of them serve.
    pub(crate) dist: PathBuf,
    _folder: Folder,
}

struct Addresses {
    ours: SocketAddr,
    nginx: SocketAddr,
    nginx_anew: SocketAddr,
    caddy: SocketAddr,
}

/// A folder for what they write, on the disk of the temporary ones. It goes when this is dropped.
struct Folder(PathBuf);

impl Site {
    /// Starts everything and waits until all of them listen.
    ///
    /// # Errors
    ///
    /// Fails when one does not.
    pub(crate) fn open(built: &Built, rivals: &Rivals) -> Result<Self> {
        let folder = Folder::new()?;
        let dist = built.dist.canonicalize().context("there is no page")?;
        let [sandbox, ours, nginx, nginx_anew, caddy] = free()?;
        let addresses = Addresses { ours, nginx, nginx_anew, caddy };
        let words = [
            ("@BROTLI@", rivals.brotli.display().to_string()),
            // Its workers could not read a page that is its owner's only.
            ("@USER@", if Uid::effective().is_root() { "user root;" } else { "" }.to_owned()),
            ("@FOLDER@", folder.0.display().to_string()),
            ("@DIST@", dist.display().to_string()),
            ("@KEY@", API_KEY.to_owned()),
            ("@SANDBOX@", sandbox.to_string()),
            ("@NGINX@", nginx.to_string()),
            ("@ANEW@", nginx_anew.to_string()),
            ("@CADDY@", caddy.to_string()),
        ];
        let write = |name: &str, text: &str| {
            let text =
                words.iter().fold(text.to_owned(), |text, (word, it)| text.replace(word, it));
            let file = folder.0.join(name);
            fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
            Ok::<_, anyhow::Error>(file)
        };
        let nginx_file = write("nginx.conf", include_str!("nginx.conf"))?;
        let caddy_file = write("Caddyfile", include_str!("Caddyfile"))?;

        let upstream = start(
            "the sandbox",
            Command::new(&built.sandbox)
                .args(["--no-log", "--api-key", API_KEY, "--listen", &sandbox.to_string()])
                .stdout(Stdio::null()),
            sandbox,
        )?;
        let ours =
            start("the proxy", &mut proxy(&built.proxy, &dist, &folder.0, ours, sandbox), ours)?;
        let nginx = start(
            "nginx",
            Command::new(&rivals.nginx)
                .args(["-e", "stderr", "-p"])
                .arg(&folder.0)
                .arg("-c")
                .arg(nginx_file),
            nginx,
        )?;
        let caddy = start(
            "Caddy",
            Command::new(&rivals.caddy)
                .args(["run", "--adapter", "caddyfile", "--config"])
                .arg(caddy_file)
                // It keeps what it was told last.
                .env("HOME", &folder.0)
                .env_remove("XDG_CONFIG_HOME")
                .env_remove("XDG_DATA_HOME"),
            caddy,
        )?;
        Ok(Self {
            ours,
            nginx,
            caddy,
            _upstream: upstream,
            addresses,
            sandbox,
            dist,
            _folder: folder,
        })
    }

    /// Where a candidate listens.
    pub(crate) fn address(&self, candidate: Candidate) -> SocketAddr {
        match candidate {
            Candidate::Ours => self.addresses.ours,
            Candidate::Nginx => self.addresses.nginx,
            Candidate::NginxAnew => self.addresses.nginx_anew,
            Candidate::Caddy => self.addresses.caddy,
        }
    }

    /// The ids of the processes that were started; nginx is one program, however it is asked.
    pub(crate) fn programs(&self) -> [(Candidate, u32); 3] {
        [
            (Candidate::Ours, self.ours.id()),
            (Candidate::Nginx, self.nginx.id()),
            (Candidate::Caddy, self.caddy.id()),
        ]
    }
}

fn proxy(
    program: &Path,
    dist: &Path,
    folder: &Path,
    listen: SocketAddr,
    sandbox: SocketAddr,
) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("ROOSTED_LISTEN", listen.to_string())
        .env("ROOSTED_ADMIN_LISTEN", "127.0.0.1:0")
        .env("ROOSTED_API_URL", format!("http://{sandbox}/api/1_12"))
        .env("ROOSTED_ALLOW_HTTP_UPSTREAM", "true")
        .env("ROOSTED_API_KEY", API_KEY)
        .env("ROOSTED_STATIC_DIR", dist)
        .env("ROOSTED_RATE_LIMIT", "off")
        .env("ROOSTED_LEDGER", format!("sqlite:{}", folder.join("roosted-ledger.db").display()))
        // The others keep no log of requests either.
        .env("ROOSTED_LOG", "error");
    command
}

/// Ports that nobody has. They are let go at once: whoever takes one in between is told of.
fn free<const COUNT: usize>() -> Result<[SocketAddr; COUNT]> {
    let mut addresses = [SocketAddr::from(([127, 0, 0, 1], 0)); COUNT];
    let mut taken = Vec::new();
    for address in &mut addresses {
        let listener = TcpListener::bind(*address)?;
        *address = listener.local_addr()?;
        taken.push(listener);
    }
    Ok(addresses)
}

fn start(name: &'static str, command: &mut Command, address: SocketAddr) -> Result<Running> {
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

impl Folder {
    fn new() -> Result<Self> {
        let path = env::temp_dir().join(format!("roosted-bench-{}", process::id()));
        fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left lies among the temporary files.
        _ = fs::remove_dir_all(&self.0);
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ours => "ours",
            Self::Nginx => "nginx",
            Self::NginxAnew => "nginx, anew",
            Self::Caddy => "Caddy",
        })
    }
}
