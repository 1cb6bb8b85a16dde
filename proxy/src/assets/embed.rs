//! The page that was built into this program, file by file as it lies in `dist/`.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::body::Bytes;
use rust_embed::RustEmbed;

/// What `cargo xtask dist` has built, the compressed forms too. Without it nothing compiles.
#[derive(RustEmbed)]
#[folder = "../dist/"]
struct Dist;

/// Every file by the path it is asked for. The bytes stay where the program was loaded to.
pub(super) fn files() -> HashMap<String, Bytes> {
    let file = |name: Cow<'static, str>| {
        let bytes = match Dist::get(&name)?.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        };
        Some((format!("/{name}"), bytes))
    };
    Dist::iter().filter_map(file).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use crate::assets::{Assets, INDEX, Variant};
    use crate::config::{Args, Config};

    /// What is served of each file, in every encoding, by the tags of their bytes.
    fn served(page: &Assets) -> Vec<String> {
        let mut files: Vec<_> = page
            .0
            .iter()
            .map(|(name, it)| {
                let tag = |it: &Variant| it.tag.clone();
                let packed = [it.gzip.as_ref().map(tag), it.brotli.as_ref().map(tag)];
                format!("{name} {:?} {:?} {packed:?}", it.plain.tag, it.cache)
            })
            .collect();
        files.sort();
        files
    }

    fn started_with(arguments: &[&str]) -> Assets {
        let program = ["roosted-proxy", "--demo"];
        let args = Args::try_parse_from(program.iter().chain(arguments)).unwrap();
        Config::read(&args, None).unwrap().assets
    }

    #[test]
    fn without_a_folder_the_page_within_is_served_as_it_was_built() {
        let built = Assets::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../dist").as_ref()).unwrap();
        let page = started_with(&[]);
        assert_eq!(served(&page), served(&built));
        assert!(page.0.contains_key(INDEX));
        let (_, module) = page.0.iter().find(|(name, _)| name.ends_with("_bg.wasm")).unwrap();
        assert!(module.brotli.is_some() && module.gzip.is_some());
    }

    #[test]
    fn a_folder_that_is_named_wins() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("index.html"), "another page").unwrap();
        let page = started_with(&["--static-dir", folder.path().to_str().unwrap()]);
        assert_eq!(page.0.len(), 1);
        assert_eq!(page.0[INDEX].plain.bytes, "another page");
    }
}
