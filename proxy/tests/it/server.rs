//! A PostgreSQL server of one's own: made in a temporary folder, reached by a socket in it or by TCP,
//! gone with the test. The benchmark of the ledger starts the same.

use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::{AnyConnection, Connection as _};
use tempfile::TempDir;
use tokio::time::timeout;

/// A server. It ends when this is dropped.
pub(crate) struct Server {
    child: Child,
    programs: PathBuf,
    user: Option<(u32, u32)>,
    port: u16,
    /// By a socket of this machine.
    pub(crate) url: String,
    pub(crate) key: PathBuf,
    folder: TempDir,
    _key: TempDir,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let programs = programs();
        let folder = tempfile::tempdir().unwrap();
        let user = other_user();
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let password = folder.path().join("password");
        std::fs::write(&password, Self::PASSWORD).unwrap();
        let made = command(&programs.join("initdb"), user)
            .args(["--auth-local=trust", "--auth-host=scram-sha-256", "-U", "roosted"])
            .args(["-E", "UTF8", "--locale=C", "--no-sync", "--pwfile"])
            .arg(password)
            .arg("-D")
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

        let key_folder = tempfile::tempdir().unwrap();
        let key = key_folder.path().join("ledger.key");
        std::fs::write(&key, "0f".repeat(32)).unwrap();
        let socket = folder.path().display();
        let url = format!("postgres://roosted@localhost/postgres?host={socket}");
        // Free in this moment, which has to do.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("{url}&port={port}");
        let child = spawn(&programs, user, folder.path(), port);
        let server = Self { child, programs, user, port, url, key, folder, _key: key_folder };
        server.until_ready().await;
        server
    }

    /// What it asks for by TCP.
    pub(crate) const PASSWORD: &str = "s3cret-of-the-database";

    /// By TCP, with this password.
    pub(crate) fn url_by_tcp(&self, password: &str) -> String {
        format!("postgres://roosted:{password}@127.0.0.1:{}/postgres", self.port)
    }

    /// Ends it as an administrator does who is in a hurry. What it holds stays.
    pub(crate) fn stop(&mut self) {
        signal(&self.child, "INT");
        self.child.wait().unwrap();
    }

    /// Starts it again after [`Server::stop`].
    pub(crate) async fn go_on(&mut self) {
        self.child = spawn(&self.programs, self.user, self.folder.path(), self.port);
        self.until_ready().await;
    }

    async fn until_ready(&self) {
        sqlx::any::install_default_drivers();
        let ready = async {
            while AnyConnection::connect(&self.url).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        timeout(Duration::from_secs(30), ready).await.unwrap();
    }
}

fn spawn(programs: &Path, user: Option<(u32, u32)>, folder: &Path, port: u16) -> Child {
    command(&programs.join("postgres"), user)
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-c", "listen_addresses=127.0.0.1", "-p", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    let _ = Command::new("kill").args(["-s", name, &child.id().to_string()]).status();
}

impl Drop for Server {
    fn drop(&mut self) {
        // At once, and its processes with it.
        signal(&self.child, "QUIT");
        let _ = self.child.wait();
    }
}

/// Where the server's programs are.
fn programs() -> PathBuf {
    let asked = Command::new("pg_config").arg("--bindir").output().ok();
    let asked = asked.map(|it| PathBuf::from(String::from_utf8_lossy(&it.stdout).trim()));
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let installed = versions.filter_map(|it| Some(it.ok()?.path().join("bin")));
    asked
        .into_iter()
        .chain(installed)
        .find(|it| it.join("initdb").is_file() && it.join("postgres").is_file())
        .expect("there is no PostgreSQL server here: install the package `postgresql`")
}

/// The server refuses to run as root; root can lend it another user.
fn other_user() -> Option<(u32, u32)> {
    if id("-u", None) != Some(0) {
        return None;
    }
    let of = |name| Some((id("-u", Some(name))?, id("-g", Some(name))?));
    of("postgres").or_else(|| of("nobody"))
}

fn id(which: &str, user: Option<&str>) -> Option<u32> {
    let output = Command::new("id").arg(which).args(user).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn command(program: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = match user {
        None => Command::new(program),
        Some((user, group)) => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", &user.to_string(), "--regid", &group.to_string()]);
            command.args(["--clear-groups", "--"]).arg(program);
            command
        }
    };
    command.current_dir("/").stdin(Stdio::null());
    command
}
