//! What is asked for, and whether it is answered as it should be.

use std::cell::Cell;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

use super::http::{Answer, ask};
use super::load::{Load, Wrk};
use super::site::{Candidate, Site};
use crate::assemble::{beside, list};
use crate::bench::programs::API_KEY;
use crate::size::is_loaded;

/// A kind of request.
#[derive(Debug)]
pub(crate) enum Work {
    /// Every file of the page in turn, compressed with brotli before.
    Files(Vec<String>),
    /// One client, for which the key has to be added.
    Read(String),
    /// A new client each time. The number is that of the last run.
    Create(Cell<u32>),
}

impl Work {
    /// Everything, after each candidate has shown that it can do it.
    ///
    /// # Errors
    ///
    /// Fails when one cannot.
    pub(crate) fn all(site: &Site) -> Result<[Self; 3]> {
        let id = a_client(site)?;
        let works =
            [Self::Files(files(&site.dist)?), Self::Read(id), Self::Create(Cell::default())];
        for work in &works {
            for candidate in work.candidates() {
                work.check(site, *candidate).with_context(|| format!("{candidate}: {work}"))?;
            }
        }
        Ok(works)
    }

    /// Who can be asked.
    pub(crate) fn candidates(&self) -> &'static [Candidate] {
        use Candidate::{Caddy, Nginx, NginxAnew, Ours};
        match self {
            Self::Files(_) => &[Ours, Nginx, Caddy],
            Self::Read(_) | Self::Create(_) => &[Ours, Nginx, NginxAnew, Caddy],
        }
    }

    /// What the table calls it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Files(_) => "files",
            Self::Read(_) => "read",
            Self::Create(_) => "create",
        }
    }

    /// One run of one candidate.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be done, or when the sandbox does not hold what was created.
    pub(crate) fn run(
        &self,
        site: &Site,
        wrk: &Wrk,
        candidate: Candidate,
        connections: usize,
    ) -> Result<Load> {
        let address = site.address(candidate);
        match self {
            Self::Files(paths) => {
                let paths: Vec<_> = paths.iter().map(String::as_str).collect();
                wrk.run(address, connections, "get", &paths)
            }
            Self::Read(id) => {
                wrk.run(address, connections, "get", &[&format!("/api/clients/{id}")])
            }
            Self::Create(last) => {
                last.set(last.get() + 1);
                // What ours costs depends on how many clients there are: each run begins with none.
                sandbox(site, "DELETE", "/_clients")?;
                let load = wrk.run(address, connections, "create", &[&last.get().to_string()])?;
                let (made, told) = (clients(site)?, load.requests.saturating_sub(load.failed));
                ensure!(
                    (told..=load.requests + 2 * connections as u64).contains(&made),
                    "{candidate} tells of {told} creates, and the sandbox holds {made} clients",
                );
                Ok(load)
            }
        }
    }

    fn check(&self, site: &Site, candidate: Candidate) -> Result<()> {
        let address = site.address(candidate);
        match self {
            Self::Files(paths) => {
                let encodings = [("Accept-Encoding", "gzip, deflate, br")];
                for path in paths {
                    let answer = ask(address, "GET", path, &encodings, "")?.expect(200)?;
                    let file = site.dist.join(path.trim_start_matches('/'));
                    let file = if path == "/" { site.dist.join("index.html") } else { file };
                    let packed = fs::read(beside(&file, "br"))?;
                    let encoding = answer.header("content-encoding");
                    if encoding != Some("br") || answer.body != packed {
                        bail!("{path} comes as {encoding:?}, or is not the file that was built");
                    }
                }
            }
            Self::Read(id) => {
                let path = format!("/api/clients/{id}");
                let answer = ask(address, "GET", &path, &[], "")?.expect(200)?;
                ensure!(answer.json()?["id"] == **id, "another client");
            }
            Self::Create(_) => {
                let (origin, number) = (format!("http://{address}"), candidate as u8);
                let key = format!("ffffffff-8d1b-4c77-9d6b-{number:012x}");
                let headers = [
                    ("Origin", origin.as_str()),
                    ("X-Roosted-Form", "1"),
                    ("Content-Type", "application/json"),
                    ("Idempotency-Key", &key),
                ];
                let body = format!(r#"{{"client_name":"Ada Lovelace of {number}"}}"#);
                ask(address, "POST", "/api/clients", &headers, &body)?.expect(201)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Files(_) => "the files of the page",
            Self::Read(_) => "reading a client",
            Self::Create(_) => "creating clients",
        })
    }
}

/// The paths of every file that a page loads and that lies there compressed.
fn files(dist: &Path) -> Result<Vec<String>> {
    let files = list(dist)?.into_iter().filter(|it| is_loaded(it) && beside(it, "br").is_file());
    let paths = files.map(|file| {
        let name = file.strip_prefix(dist).unwrap_or(&file).to_string_lossy().into_owned();
        if name == "index.html" { "/".to_owned() } else { format!("/{name}") }
    });
    let paths: Vec<_> = paths.collect();
    ensure!(!paths.is_empty(), "there is nothing compressed in {}", dist.display());
    Ok(paths)
}

/// Has a client to read, and its id.
fn a_client(site: &Site) -> Result<String> {
    let headers = [("X-API-KEY", API_KEY), ("Content-Type", "application/json")];
    let body = r#"{"client_name":"Ada Lovelace","client_city":"London"}"#;
    let answer = ask(site.sandbox, "POST", "/api/1_12/clients", &headers, body)?.expect(201)?;
    let id = answer.json()?["id"].as_str().map(str::to_owned);
    id.context("the sandbox made a client without an id")
}

/// How many clients the sandbox holds.
fn clients(site: &Site) -> Result<u64> {
    let list = sandbox(site, "GET", "/api/1_12/clients?items_per_page=1")?.json()?;
    list["total_count"].as_u64().context("the sandbox does not count its clients")
}

fn sandbox(site: &Site, method: &str, path: &str) -> Result<Answer> {
    let answer = ask(site.sandbox, method, path, &[("X-API-KEY", API_KEY)], "")?;
    answer.expect(if method == "DELETE" { 204 } else { 200 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_page_are_asked_for_by_their_paths() {
        let dist = tempfile::tempdir().unwrap();
        assert!(files(dist.path()).is_err());
        for name in
            ["index.html", "index.html.br", "form.js", "form.js.br", "form.js.gz", "tiny.css"]
        {
            fs::write(dist.path().join(name), "").unwrap();
        }
        let mut paths = files(dist.path()).unwrap();
        paths.sort();
        assert_eq!(paths, ["/", "/form.js"]);
    }
}
