//! The tests that `docs/proof.md` and `docs/accessibility.md` name for each row, compared with those that there are.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;

/// The tables, and every row of each, in order.
const TABLES: [(&str, &[&str]); 2] =
    [("docs/proof.md", &ROWS), ("docs/accessibility.md", &CRITERIA)];

const ROWS: [&str; 36] = [
    "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12", "B13", "B14", "C15",
    "C16", "C17", "C18", "C19", "C20", "C21", "C22", "C23", "C24", "C25", "C26", "C27", "C28",
    "C29", "C30", "D31", "D32", "D33", "D34", "D35", "D36",
];

/// The success criteria of WCAG 2.2 that tests can speak of.
const CRITERIA: [&str; 13] = [
    "rules",
    "1.3.1, 2.4.6, 4.1.2",
    "1.4.1",
    "1.4.3, 1.4.11",
    "1.4.4, 1.4.10, 1.4.12",
    "2.1.1, 2.4.3",
    "2.2.2, 2.3.3",
    "2.4.7, 2.4.11",
    "2.5.8",
    "3.2.2",
    "3.3.1, 3.3.3",
    "3.3.4",
    "4.1.3",
];

/// Fails when a row is missing, names no test, or names one that does not exist.
///
/// # Errors
///
/// Fails with everything that is wrong.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let read = |file: &str| fs::read_to_string(workspace.root.join(file)).ok();
    for (document, names) in TABLES {
        let table = read(document).with_context(|| format!("cannot read {document}"))?;
        let wrong = mistakes(&table, names, read);
        if !wrong.is_empty() {
            bail!("{document}:\n{}", wrong.join("\n"));
        }
    }
    Ok(())
}

fn mistakes(table: &str, names: &[&str], read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let rows = table.lines().filter_map(|line| {
        let mut cells = line.strip_prefix('|')?.split('|');
        let (name, tests) = (cells.next()?.trim(), cells.nth(1)?);
        names.contains(&name).then_some((name, tests))
    });
    let rows: Vec<_> = rows.collect();
    let mut wrong = Vec::new();
    if !rows.iter().map(|row| row.0).eq(names.iter().copied()) {
        wrong.push(format!("the rows are not {}", names.join(", ")));
    }
    for (row, tests) in rows {
        let mut file: Option<(&str, String)> = None;
        let mut count = 0;
        // Between backticks stand a file and then the tests in it.
        for name in tests.split('`').skip(1).step_by(2) {
            if is_file(name) {
                match read(name) {
                    Some(text) => file = Some((name, text)),
                    None => wrong.push(format!("{row}: there is no {name}")),
                }
                continue;
            }
            count += 1;
            if !file.as_ref().is_some_and(|(file, text)| is_in(file, text, name)) {
                let file = file.as_ref().map_or("no file", |it| it.0);
                wrong.push(format!("{row}: no test `{name}` in {file}"));
            }
        }
        if count == 0 {
            wrong.push(format!("{row}: no test"));
        }
    }
    wrong
}

fn is_file(name: &str) -> bool {
    !name.contains(' ') && ["rs", "mjs"].iter().any(|it| has_extension(name, it))
}

fn has_extension(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|it| it == extension)
}

/// Whether a file has that test. Of a title that is made anew for each case a part is enough.
fn is_in(file: &str, text: &str, name: &str) -> bool {
    if has_extension(file, "rs") {
        return text.contains(&format!("fn {name}("));
    }
    let mut titles = text.lines().filter_map(|line| line.trim_start().strip_prefix("test("));
    titles.any(|title| title.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> Option<String> {
        match file {
            "a.rs" => Some("#[test]\nfn it_holds() {}\n".into()),
            "b.test.mjs" => Some("// it breaks\ntest(`a ${status} is told`, async () => {".into()),
            _ => None,
        }
    }

    fn table(tests: &str) -> String {
        ROWS.map(|row| format!("| {row} | what | {tests} |\n")).concat()
    }

    #[test]
    fn what_is_named_must_be_there() {
        assert!(
            mistakes(&table("`a.rs` `it_holds`; `b.test.mjs` ` is told`"), &ROWS, read).is_empty()
        );
        for (tests, wrong) in [
            ("`a.rs` `it_hold`", "no test `it_hold` in a.rs"),
            ("`c.rs` `it_holds`", "there is no c.rs"),
            ("`it_holds`", "no test `it_holds` in no file"),
            ("`b.test.mjs` `it breaks`", "no test `it breaks` in b.test.mjs"),
            ("`a.rs`", "no test"),
            ("", "no test"),
        ] {
            let found = mistakes(&table(tests), &ROWS, read);
            assert!(found.iter().any(|it| it == &format!("B1: {wrong}")), "{tests}: {found:?}");
        }
    }

    #[test]
    fn no_row_is_left_out() {
        let whole = table("`a.rs` `it_holds`");
        let (_, rest) = whole.split_once('\n').unwrap();
        assert!(mistakes(rest, &ROWS, read)[0].starts_with("the rows are not B1"));
    }

    #[test]
    fn the_proof_is_there() {
        check(&Workspace::find().unwrap()).unwrap();
    }
}
