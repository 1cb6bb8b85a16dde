//! The programs that run: the sandbox, and in front of it the candidates, each on a free port.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::bench::programs::{API_KEY, Built, Folder, free, nginx, nginx_user, start};
use crate::signals::Running;
use crate::tools::rivals::Rivals;

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

impl Site {
    /// Starts everything and waits until all of them listen.
    ///
    /// # Errors
    ///
    /// Fails when one does not.
    pub(crate) fn open(built: &Built, rivals: &Rivals) -> Result<Self> {
        let folder = Folder::new()?;
        let dist = built.dist.clone();
        let [sandbox, ours, fast, anew, caddy] = free()?;
        let addresses = Addresses { ours, nginx: fast, nginx_anew: anew, caddy };
        let words = [
            ("@BROTLI@", rivals.nginx.brotli.display().to_string()),
            ("@USER@", nginx_user()),
            ("@FOLDER@", folder.0.display().to_string()),
            ("@DIST@", dist.display().to_string()),
            ("@KEY@", API_KEY.to_owned()),
            ("@SANDBOX@", sandbox.to_string()),
            ("@NGINX@", fast.to_string()),
            ("@ANEW@", anew.to_string()),
            ("@CADDY@", caddy.to_string()),
        ];
        let nginx_file = folder.write("nginx.conf", include_str!("nginx.conf"), &words)?;
        let caddy_file = folder.write("Caddyfile", include_str!("Caddyfile"), &words)?;

        let upstream = start("the sandbox", &mut built.sandbox(sandbox), sandbox)?;
        let ours = start("the proxy", &mut built.proxy(&folder, ours, sandbox), ours)?;
        let nginx = start("nginx", &mut nginx(&rivals.nginx, &folder, &nginx_file), fast)?;
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
