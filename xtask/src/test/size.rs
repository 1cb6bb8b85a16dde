//! The bytes that a visitor loads, against the budget.

use anyhow::{Result, bail};

use crate::build;
use crate::size::{BUDGET, LANGUAGE_BUDGET, Sizes, Table};
use crate::workspace::Workspace;

/// Builds the page and weighs it.
///
/// # Errors
///
/// Fails above the budget of the page, or of a language.
pub(super) fn run(workspace: &Workspace) -> Result<()> {
    build::page(workspace)?;
    let table = Table::of(&workspace.dist())?;
    println!("\n{table}");
    let brotli = table.total().brotli;
    if brotli > BUDGET {
        bail!("the page weighs {brotli} bytes after brotli, {} above the budget", brotli - BUDGET);
    }
    let heavy = |it: &(&str, Sizes)| it.1.brotli > LANGUAGE_BUDGET;
    if let Some((name, sizes)) = table.languages().find(heavy) {
        bail!("{name} weighs {} bytes after brotli, above {LANGUAGE_BUDGET}", sizes.brotli);
    }
    println!("within the budget of {BUDGET} bytes, {} left", BUDGET - brotli);
    Ok(())
}
