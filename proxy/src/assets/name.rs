//! What the name of a file says about it.

/// The media type, by the end of the name.
pub(super) fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        // Anything else and the browser would not compile it while it loads.
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// How long a browser may keep the file without asking.
pub(super) fn cache(name: &str) -> &'static str {
    if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// Whether the name changes with the content, as Trunk names files: `name-<hex>.ext` and `name-<hex>_bg.wasm`,
/// where a number of 64 bits has no zeros in front. A folder's hash says nothing about the files in it.
fn is_hashed(name: &str) -> bool {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    let Some((_, rest)) = file.rsplit_once('-') else { return false };
    let hex = |it: char| it.is_ascii_digit() || matches!(it, 'a'..='f');
    let (hash, end) = rest.split_at(rest.find(|it| !hex(it)).unwrap_or(rest.len()));
    // A shorter one is one build in 65,536, and may be a word.
    matches!(hash.len(), 12..=16) && (end.starts_with('.') || end == "_bg.wasm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_change_with_the_content_are_kept_for_ever() {
        for name in [
            "/roosted-client-form-0123456789abcdef.js",
            "/roosted-client-form-0123456789abcdef_bg.wasm",
            "/assets/page-fedcba9876543210.css",
            "/page-0123456789abcde.css",
            "/page-0123456789ab_bg.wasm",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "/index.html",
            "/roosted-client-form.js",
            "/roosted-client-form_bg.wasm",
            "/page-0123456789a.css",
            "/page-0123456789abcdef0.css",
            "/page-0123456789ABCDEF.css",
            "/page-0123456789abcdeg.css",
            "/page-0123456789abcdef",
            "/snippets/form-0123456789abcdef/inline.js",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}
