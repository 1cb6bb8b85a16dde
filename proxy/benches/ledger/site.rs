//! The programs that run, each on a free port, with folders of their own.

use std::env;
use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::Value;
use tempfile::TempDir;

use crate::server::Server;

/// The upstream's key.
pub(crate) const API_KEY: &str = "the-key-of-the-bench";

/// Which database holds the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

/// Where the programs are.
pub(crate) struct Programs {
    proxy: PathBuf,
    sandbox: PathBuf,
}

/// A running program. It ends when this is dropped.
pub(crate) struct Program {
    child: Child,
    /// Without a slash at its end.
    pub(crate) url: String,
}

/// A proxy with its ledger and its upstream, and an upstream without a proxy.
pub(crate) struct Site {
    pub(crate) proxy: Program,
    /// The sandbox behind the proxy.
    pub(crate) behind: Program,
    /// The sandbox that is called directly.
    pub(crate) alone: Program,
    _server: Option<Server>,
    folder: TempDir,
}

impl Programs {
    /// Those that are named by the environment, if they are.
    pub(crate) fn from_environment() -> Option<Self> {
        let program = |name| env::var_os(name).map(PathBuf::from);
        Some(Self { proxy: program("BENCH_PROXY")?, sandbox: program("BENCH_SANDBOX")? })
    }
}

impl Site {
    /// Starts everything anew: nothing is there yet.
    pub(crate) async fn open(programs: &Programs, database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(Server::start().await),
        };
        let (alone, behind) = (sandbox(programs), sandbox(programs));
        let proxy = proxy(programs, &behind, folder.path(), server.as_ref());
        Self { proxy, behind, alone, _server: server, folder }
    }

    /// A folder on the disk of the ledger.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn sandbox(programs: &Programs) -> Program {
    let mut command = Command::new(&programs.sandbox);
    command.args(["--listen", "127.0.0.1:0", "--api-key", API_KEY]);
    Program::start(&mut command, |entry| Some(entry["url"].as_str()?.to_owned()))
}

fn proxy(
    programs: &Programs,
    upstream: &Program,
    folder: &Path,
    server: Option<&Server>,
) -> Program {
    let mut command = Command::new(&programs.proxy);
    command
        .env_clear()
        .env("ROOSTED_LISTEN", "127.0.0.1:0")
        .env("ROOSTED_ADMIN_LISTEN", "127.0.0.1:0")
        .env("ROOSTED_API_URL", &upstream.url)
        .env("ROOSTED_ALLOW_HTTP_UPSTREAM", "true")
        .env("ROOSTED_API_KEY", API_KEY)
        .env("ROOSTED_STATIC_DIR", page(folder))
        .env("ROOSTED_RATE_LIMIT", "off");
    match server {
        None => {
            let file = folder.join("roosted-ledger.db");
            command.env("ROOSTED_LEDGER", format!("sqlite:{}", file.display()));
        }
        Some(server) => {
            command.env("ROOSTED_LEDGER", &server.url);
            command.env("ROOSTED_LEDGER_KEY_FILE", &server.key);
        }
    }
    Program::start(&mut command, |entry| Some(format!("http://{}", entry["public"].as_str()?)))
}

/// A page to serve: without one a proxy does not start.
fn page(folder: &Path) -> PathBuf {
    let page = folder.join("page");
    std::fs::create_dir(&page).unwrap();
    std::fs::write(page.join("index.html"), "<!doctype html>").unwrap();
    page
}

impl Program {
    /// Starts it, and reads from its first line where it listens.
    fn start(command: &mut Command, url: impl Fn(&Value) -> Option<String>) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stdout.take().unwrap());
        let entry = first_line(&mut log);
        // Read to its end: a full pipe would stop the program.
        thread::spawn(move || log.lines().map_while(Result::ok).for_each(drop));
        Self { child, url: url(&entry).expect("the first line tells where it listens") }
    }

    /// How many clients a sandbox holds.
    pub(crate) async fn clients(&self) -> usize {
        self.ask("_clients").await.len()
    }

    /// How many pages of the list it was asked for.
    pub(crate) async fn pages(&self) -> usize {
        self.ask("_log").await.iter().filter(|it| it["method"] == "GET").count()
    }

    async fn ask(&self, route: &str) -> Vec<Value> {
        let (origin, _) = self.url.split_once("/api/").expect("only a sandbox is asked");
        let answer = reqwest::get(format!("{origin}/{route}")).await.unwrap();
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }
}

fn first_line(log: &mut BufReader<ChildStdout>) -> Value {
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    serde_json::from_str(&line).expect("a program that cannot start says why, above")
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}
