//! What ours is measured beside, and what measures.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::tools::{debian, find_for_root};

/// The part of nginx that serves brotli, as Debian has it.
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// What nginx is made of, and the packages that bring it.
const NGINX: [(&str, &str); 2] = [("nginx", "nginx"), (BROTLI, "libnginx-mod-http-brotli-static")];

/// What the proxy needs beside that, and the packages that bring it.
const NEEDED: [(&str, &str); 2] = [("caddy", "caddy"), ("wrk", "wrk")];

/// nginx, and its part that serves brotli.
#[derive(Debug)]
pub(crate) struct Nginx {
    pub(crate) program: PathBuf,
    pub(crate) brotli: PathBuf,
}

impl Nginx {
    /// Has both.
    ///
    /// # Errors
    ///
    /// Fails when one is missing and cannot be installed.
    pub(crate) fn ensure() -> Result<Self> {
        let [program, brotli] = ensure("nginx with brotli", NGINX)?;
        Ok(Self { program, brotli })
    }

    /// What it says of its version.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be started.
    pub(crate) fn version(&self) -> Result<String> {
        version(&self.program, "-v")
    }
}

/// What the proxy is measured beside.
#[derive(Debug)]
pub(crate) struct Rivals {
    pub(crate) nginx: Nginx,
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
        let nginx = Nginx::ensure()?;
        let [caddy, wrk] = ensure("what the proxy is measured beside", NEEDED)?;
        Ok(Self { nginx, caddy, wrk })
    }

    /// What each says of its version, in one line.
    ///
    /// # Errors
    ///
    /// Fails when one cannot be started.
    pub(crate) fn versions(&self) -> Result<String> {
        let [nginx, caddy, wrk] =
            [self.nginx.version()?, version(&self.caddy, "version")?, version(&self.wrk, "-v")?];
        Ok(format!("{nginx}, {caddy}, {wrk}"))
    }
}

/// Where each lies, after the packages of those that are missing were installed.
fn ensure<const COUNT: usize>(
    what: &str,
    needed: [(&str, &str); COUNT],
) -> Result<[PathBuf; COUNT]> {
    let missing = needed.into_iter().filter(|(file, _)| find_for_root(file).is_none());
    let missing: Vec<_> = missing.map(|(_, package)| package).collect();
    if !missing.is_empty() {
        debian::install(what, &missing)?;
    }
    let mut found = needed.map(|_| PathBuf::new());
    for (found, (file, _)) in found.iter_mut().zip(needed) {
        *found = find_for_root(file)
            .with_context(|| format!("{file} was installed but is not there"))?;
    }
    Ok(found)
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
