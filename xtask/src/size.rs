//! How many bytes a visitor loads, and what they are made of.

mod breakdown;
mod named;
mod whose;

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::assemble::{PASTE, beside, list};
use crate::workspace::Workspace;
pub(crate) use breakdown::Breakdown;

/// What everything that the page loads may weigh after brotli, in bytes.
pub(crate) const BUDGET: u64 = 85_000;

/// What a language may weigh after brotli, in bytes; nobody loads more than one.
pub(crate) const LANGUAGE_BUDGET: u64 = 3_072;

/// What is beside the files that a visitor loads: compressed forms of them, and maps for debuggers.
const NOT_LOADED: [&str; 3] = ["br", "gz", "map"];

/// The sizes of one file, or of all of them, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

/// Every file of a built page with its sizes.
#[derive(Debug)]
pub(crate) struct Table(Vec<(String, Sizes)>);

impl Table {
    /// Measures what was built.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be read.
    pub(crate) fn of(dist: &Path) -> Result<Self> {
        let files = list(dist)?.into_iter().filter(|path| is_loaded(path) && !is_on_demand(path));
        let rows = files.map(|path| {
            let name = path.strip_prefix(dist).unwrap_or(&path).display().to_string();
            Ok((name, Sizes::of(&path)?))
        });
        Ok(Self(rows.collect::<Result<_>>()?))
    }

    /// The languages, which are no part of the total: the page has English.
    pub(crate) fn languages(&self) -> impl Iterator<Item = (&str, Sizes)> {
        self.0.iter().filter(|it| is_language(&it.0)).map(|(name, sizes)| (name.as_str(), *sizes))
    }

    /// The sum of all files but the languages.
    pub(crate) fn total(&self) -> Sizes {
        self.0.iter().filter(|it| !is_language(&it.0)).fold(Sizes::default(), |sum, (_, sizes)| {
            Sizes {
                raw: sum.raw + sizes.raw,
                gzip: sum.gzip + sizes.gzip,
                brotli: sum.brotli + sizes.brotli,
            }
        })
    }
}

/// What the built module is made of.
///
/// # Errors
///
/// Fails when it was not built, or when its tools fail.
pub(crate) fn breakdown(workspace: &Workspace) -> Result<Breakdown> {
    let module = list(&workspace.dist())?.into_iter().find(|it| is_module(it));
    let module = module.context("the page has no module")?;
    let whole = usize::try_from(Sizes::of(&module)?.brotli)?;
    Breakdown::of(&named::module(workspace)?, whole)
}

impl Sizes {
    /// The sizes that a server sends: a compressed form exists only where it gains.
    fn of(path: &Path) -> Result<Self> {
        let raw = size(path)?;
        let packed = |suffix| {
            let path = beside(path, suffix);
            if path.exists() { size(&path) } else { Ok(raw) }
        };
        Ok(Self { raw, gzip: packed("gz")?, brotli: packed("br")? })
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        let rows = self.0.iter().map(|(name, sizes)| (name.as_str(), sizes));
        writeln!(f, "{:50} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli")?;
        for (name, Sizes { raw, gzip, brotli }) in rows.chain([("total", &total)]) {
            writeln!(f, "{name:50} {raw:>9} {gzip:>9} {brotli:>9}")?;
        }
        Ok(())
    }
}

fn is_language(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|it| it == "json")
}

fn is_module(path: &Path) -> bool {
    path.file_name().is_some_and(|it| it.to_string_lossy().ends_with("_bg.wasm"))
}

/// Whether a visitor loads this file of a page.
pub(crate) fn is_loaded(path: &Path) -> bool {
    !path.extension().is_some_and(|it| NOT_LOADED.iter().any(|suffix| it == *suffix))
}

/// Whether only a visitor loads it who pastes.
fn is_on_demand(path: &Path) -> bool {
    path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(PASTE))
}

fn size(path: &Path) -> Result<u64> {
    let metadata = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_loaded_is_counted_once() {
        let dist = tempfile::tempdir().unwrap();
        let sizes = [
            ("index.html", 30),
            ("form.js", 100),
            ("form.js.br", 40),
            ("form.js.gz", 50),
            ("form.js.map", 9_000),
            ("form.wasm", 1_000),
            ("form.wasm.br", 300),
            ("form-es.json", 5_000),
            ("form-es.json.br", 2_000),
        ];
        for (name, size) in sizes {
            fs::write(dist.path().join(name), vec![0; size]).unwrap();
        }

        let table = Table::of(dist.path()).unwrap();

        let names: Vec<_> = table.0.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["form-es.json", "form.js", "form.wasm", "index.html"]);
        let languages: Vec<_> = table.languages().map(|it| (it.0, it.1.brotli)).collect();
        assert_eq!(languages, [("form-es.json", 2_000)]);
        assert_eq!(table.total(), Sizes { raw: 1_130, gzip: 1_080, brotli: 370 });
    }

    #[test]
    fn the_table_ends_with_the_total() {
        let sizes = Sizes { raw: 3, gzip: 2, brotli: 1 };
        let table = Table(vec![("a.js".into(), sizes), ("b.js".into(), sizes)]).to_string();
        let last: Vec<_> = table.lines().last().unwrap().split_whitespace().collect();
        assert_eq!(last, ["total", "6", "4", "2"]);
    }
}
