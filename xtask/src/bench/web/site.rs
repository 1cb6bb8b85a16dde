//! What is running while pages are measured: nginx with all of them, and our proxy with its sandbox behind.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::samples::Page;
use crate::assemble::compress;
use crate::bench::programs::{Built, Folder, free, nginx, nginx_user, start};
use crate::signals::Running;
use crate::tools::rivals::Nginx;

/// What the rivals are made of, in the checkout, and what they are called.
const RIVALS: [(&str, &str); 2] =
    [("react", "tests/bench/react/built"), ("handwritten", "tests/bench/handwritten")];

/// Everything that runs. It ends when this is dropped.
pub(crate) struct Site {
    pages: [(Page, SocketAddr); 3],
    /// Where the sandbox listens.
    pub(crate) sandbox: SocketAddr,
    _running: [Running; 3],
    /// For what is measured as well.
    pub(crate) folder: Folder,
}

impl Site {
    /// Starts everything and waits until it listens.
    ///
    /// # Errors
    ///
    /// Fails when a rival is not there, or when something does not start.
    pub(crate) fn open(root: &Path, built: &Built, program: &Nginx) -> Result<Self> {
        let folder = Folder::new()?;
        for (name, source) in RIVALS {
            copy(&root.join(source), &folder.0.join(name))?;
        }
        let [sandbox, door, ours, react, handwritten] = free()?;
        let words = [
            ("@BROTLI@", program.brotli.display().to_string()),
            ("@USER@", nginx_user()),
            ("@FOLDER@", folder.0.display().to_string()),
            ("@DIST@", built.dist.display().to_string()),
            ("@PROXY@", door.to_string()),
            ("@OURS@", ours.port().to_string()),
            ("@REACT@", react.port().to_string()),
            ("@HANDWRITTEN@", handwritten.port().to_string()),
        ];
        let settings = folder.write("nginx.conf", include_str!("nginx.conf"), &words)?;
        let origins = [ours, react, handwritten].map(|it| format!("http://{it}")).join(",");
        let mut proxy = built.proxy(&folder, door, sandbox);
        proxy.env("ROOSTED_PUBLIC_ORIGIN", origins);
        let running = [
            start("nginx", &mut nginx(program, &folder, &settings), ours)?,
            start("the sandbox", &mut built.sandbox(sandbox), sandbox)?,
            start("the proxy", &mut proxy, door)?,
        ];
        let pages = [(Page::Ours, ours), (Page::React, react), (Page::Handwritten, handwritten)];
        Ok(Self { pages, sandbox, _running: running, folder })
    }

    /// The address of each page by its name, as JSON.
    pub(crate) fn pages(&self) -> String {
        let pages = self.pages.iter();
        let pages =
            pages.map(|(page, it)| (page.name().to_owned(), format!("http://{it}/").into()));
        serde_json::Value::Object(pages.collect()).to_string()
    }

    /// Fields that nobody listens to.
    pub(crate) fn floor(&self) -> String {
        format!("http://{}/plain.html", self.pages[2].1)
    }
}

/// Copies the files of a folder, and compresses them as those of our page are.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let file = entry?.path();
        fs::copy(&file, to.join(file.file_name().unwrap_or_default()))?;
    }
    compress::all(to)
}
