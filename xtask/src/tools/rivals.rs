//! What the proxy is measured beside, and what measures.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::tools::{debian, find_for_root};

/// The part of nginx that serves brotli, as Debian has it.
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// Everything that is needed, and the packages that bring it.
const NEEDED: [(&str, &str); 4] = [
    ("nginx", "nginx"),
    (BROTLI, "libnginx-mod-http-brotli-static"),
    ("caddy", "caddy"),
    ("wrk", "wrk"),
];

/// The programs.
#[derive(Debug)]
pub(crate) struct Rivals {
    pub(crate) nginx: PathBuf,
    pub(crate) brotli: PathBuf,
    pub(crate) caddy: PathBuf,
    pub(crate) wrk: PathBuf,
}

impl Rivals {
    /// Has all of them.
    ///
    /// # Errors
    ///
    /// Fails when one is missing and cannot be installed.
    pub(crate) fn ensure() -> Result<Self> {
        let missing = NEEDED.into_iter().filter(|(what, _)| find_for_root(what).is_none());
        let missing: Vec<_> = missing.map(|(_, package)| package).collect();
        if !missing.is_empty() {
            debian::install("what the proxy is measured beside", &missing)?;
        }
        let found = |what| {
            find_for_root(what).with_context(|| format!("{what} was installed but is not there"))
        };
        Ok(Self {
            nginx: found("nginx")?,
            brotli: found(BROTLI)?,
            caddy: found("caddy")?,
            wrk: found("wrk")?,
        })
    }

    /// What each says of its version, in one line.
    ///
    /// # Errors
    ///
    /// Fails when one cannot be started.
    pub(crate) fn versions(&self) -> Result<String> {
        let asked = [(&self.nginx, "-v"), (&self.caddy, "version"), (&self.wrk, "-v")];
        let said: Result<Vec<_>> = asked.iter().map(|(path, how)| version(path, how)).collect();
        Ok(said?.join(", "))
    }
}

/// The first word with a digit, after the name. Some say it on their standard error, or fail.
fn version(program: &Path, how: &str) -> Result<String> {
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    let output = Command::new(program).arg(how).output();
    let output = output.with_context(|| format!("cannot start {name}"))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    let is_version = |word: &&str| word.contains(|it: char| it.is_ascii_digit());
    let word = said.split_whitespace().find(is_version).unwrap_or("of unknown version");
    Ok(format!("{name} {}", word.rsplit('/').next().unwrap_or(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_what_a_program_says() {
        let said = version(Path::new("/bin/echo"), "nginx version: nginx/1.22.1 (Debian)").unwrap();
        assert_eq!(said, "echo 1.22.1");
        assert_eq!(version(Path::new("/bin/echo"), "none").unwrap(), "echo of unknown version");
        assert!(version(Path::new("/no/such/program"), "-v").is_err());
    }
}
