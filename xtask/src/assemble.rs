//! Trunk's last step: from what `wasm-bindgen` made to what a browser loads.
//!
//! Trunk leaves the page, `roosted-client-form-<hash>.js` (the glue) and `roosted-client-form-<hash>_bg.wasm` in its
//! staging folder. This writes the form as it shows at first into the page, and adds the stable
//! `roosted-client-form.js`: `src/element.js` with what it imports, in which these names are replaced by
//! strings:
//!
//! | name | becomes |
//! | --- | --- |
//! | `__STYLE__` | `style/index.css` with everything that it imports, in order |
//! | `__GLUE__` | `./roosted-client-form-<hash>.js`, to be imported at run time |
//! | `__WASM__` | `./roosted-client-form-<hash>_bg.wasm` |
//! | `__GLUE_INTEGRITY__`, `__WASM_INTEGRITY__` | what the two have to be, as `sha256-…` |
//! | `__PASTE__`, `__PASTE_INTEGRITY__` | `./paste-<hash>.js`, which is also made here, and what it has to be |
//! | `__LANGUAGES__` | the file of each language, and what it has to be |
//! | `__VERSION__` | the version of the workspace |
//!
//! The page itself says, besides the element:
//!
//! ```html
//! <link data-trunk rel="rust" data-bin="roosted-client-form" data-wasm-opt="z"
//!   data-wasm-opt-params="--enable-bulk-memory …" />
//! <script type="module" src="/roosted-client-form.js"></script>
//! ```
//!
//! The link becomes two hints to load the module early, the script stays as it is. A release is also minified and compressed, and refused if a browser would refuse it.

pub(crate) mod compress;
mod esbuild;
mod integrity;
mod languages;
mod names;
mod page;
mod paste;
pub(crate) mod shorten;
mod skeleton;

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::assemble::esbuild::{Beside, Esbuild};
use crate::assemble::integrity::Integrity;
use crate::assemble::names::Names;
use crate::assemble::skeleton::Styles;
pub(crate) use crate::assemble::{compress::beside, names::list, paste::STEM as PASTE};
use crate::tools::node;
use crate::workspace::Workspace;

/// Completes the files in Trunk's staging folder.
///
/// # Errors
///
/// Fails outside of Trunk, when a source is wrong, or when the page would run into its policy.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("this is a step of Trunk, see Trunk.toml")?;
    let release = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
    assemble(workspace, &staging, release)
}

fn assemble(workspace: &Workspace, staging: &Path, release: bool) -> Result<()> {
    let names = Names::find(staging)?;
    let programs = node::bundler(workspace)?;
    let esbuild = Esbuild::new(&programs, release);

    let style = |name: &str| esbuild.bundle_style(&workspace.root.join("style").join(name));
    let page = staging.join("index.html");
    let styles = Styles { page: style("page.css")?, form: style("skeleton.css")? };
    skeleton::write(&page, &workspace.root.join("src/element/skeleton.json"), &styles)?;
    if release {
        shorten::both(&programs.join("wasm-opt"), staging, &names)?;
        esbuild.minify(&staging.join(&names.glue))?;
    }
    let integrity = Integrity::of_pair(staging, &names)?;
    let wasm_opt = programs.join("wasm-opt");
    let paste = paste::write(workspace, &esbuild, release.then_some(&*wasm_opt), staging)?;
    let languages = languages::write(staging)?;
    let files = Beside { names, integrity, paste, languages };
    let element = workspace.root.join("src/element.js");
    esbuild.write_element(&element, staging, &files, &style("index.css")?)?;

    if release {
        page::check(&page)?;
        compress::all(staging)?;
    }
    Ok(())
}
