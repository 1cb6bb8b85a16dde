//! A browser, and the program that drives it.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::tools::{debian, find};

/// What the browser is called, from system to system.
const CHROMIUM: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The one without windows.
const SHELL: &str = "chromium-headless-shell";

/// A browser of the Chromium family with its driver, of the same version.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Has a browser: the one that `CHROMIUM_BIN` and `CHROMEDRIVER` name, else one on `PATH`.
    ///
    /// # Errors
    ///
    /// Fails when there is none and none can be installed.
    pub(crate) fn ensure() -> Result<Self> {
        if let Some(browser) = Self::find() {
            return Ok(browser);
        }
        // Without a font, text has no size to lay out.
        let packages = ["chromium", "chromium-driver", "fonts-liberation"];
        debian::install("Chromium with its driver", &packages)
            .context("no browser was found; CHROMIUM_BIN and CHROMEDRIVER can name one")?;
        Self::find().context("Chromium was installed but is not on PATH")
    }

    /// The same browser without what only a window needs: for the many pages of the end-to-end tests, which it
    /// opens in half the time. The one that `HEADLESS_SHELL_BIN` names, else one on `PATH`; none where it cannot
    /// be had.
    pub(crate) fn shell() -> Option<PathBuf> {
        Self::find_shell().or_else(|| {
            // All of one version.
            let packages = ["chromium", "chromium-driver", SHELL];
            match debian::install("Chromium without windows", &packages) {
                Ok(()) => Self::find_shell(),
                Err(error) => {
                    println!("    the tests take the whole browser, and longer: {error:#}");
                    None
                }
            }
        })
    }

    fn find_shell() -> Option<PathBuf> {
        named("HEADLESS_SHELL_BIN").or_else(|| find(SHELL))
    }

    fn find() -> Option<Self> {
        let chromium = named("CHROMIUM_BIN").or_else(|| CHROMIUM.iter().find_map(find))?;
        let driver = named("CHROMEDRIVER").or_else(|| find("chromedriver"))?;
        Some(Self { chromium, driver })
    }
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}
