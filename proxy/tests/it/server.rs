//! A PostgreSQL server of one's own: made in a temporary folder, reached by a socket in it, gone
//! with the test. The benchmark of the ledger starts the same.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::{AnyConnection, Connection as _};
use tempfile::TempDir;
use tokio::time::timeout;

/// A running server. It ends when this is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
    pub(crate) key: PathBuf,
    _folder: TempDir,
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
        let data = folder.path().join("data");
        let made = command(&programs.join("initdb"), user)
            .args(["-A", "trust", "-U", "roosted", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

        let child = command(&programs.join("postgres"), user)
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder.path())
            .args(["-c", "listen_addresses="])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let socket = folder.path().display();
        let url = format!("postgres://roosted@localhost/postgres?host={socket}");
        let key_folder = tempfile::tempdir().unwrap();
        let key = key_folder.path().join("ledger.key");
        std::fs::write(&key, "0f".repeat(32)).unwrap();
        let server = Self { child, url, key, _folder: folder, _key: key_folder };
        server.until_ready().await;
        server
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

impl Drop for Server {
    fn drop(&mut self) {
        // At once, and its processes with it.
        let _ = Command::new("kill").args(["-s", "QUIT", &self.child.id().to_string()]).status();
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
