//! The styles that stand in a page itself, so that it shows before anything else has come.
//!
//! The files are the operator's own, and read once at the start: what stands in them then may be
//! there, and what anybody brings in later may not.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ring::digest::{SHA256, digest};

const OPEN: &str = "<style>";
const CLOSE: &str = "</style>";

/// What a policy calls each style of a page (Content Security Policy 3, section 2.3.1).
pub(super) fn styles(page: &str) -> Vec<String> {
    let style = |rest: &str| {
        let (style, _) = rest.split_once(CLOSE)?;
        let hash = BASE64_STANDARD.encode(digest(&SHA256, style.as_bytes()));
        Some(format!("'sha256-{hash}'"))
    };
    page.split(OPEN).skip(1).filter_map(style).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_style_has_its_hash() {
        // As `printf 'p{}' | openssl dgst -sha256 -binary | base64` tells.
        let hash = "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='";
        let page = "<html><style>p{}</style><p>text</p><style>p{}</style><style>never closed";
        assert_eq!(styles(page), [hash, hash]);
        assert_eq!(styles("<p>no style</p></style>"), [""; 0]);
    }
}
