//! The built page: every file is read once, so no path of a request ever reaches the disk.

#[cfg(feature = "embed")]
mod embed;
mod encoding;
mod inline;
mod name;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use ring::digest::{SHA256, digest};

use crate::AppError;
use encoding::Encoding;

/// The files of the page, by the path they are asked for.
pub struct Assets(HashMap<String, Asset>);

/// One file, in every encoding it was built in.
struct Asset {
    content_type: HeaderValue,
    cache: HeaderValue,
    plain: Variant,
    gzip: Option<Variant>,
    brotli: Option<Variant>,
}

/// The bytes of one encoding, and a tag that no other bytes have.
struct Variant {
    bytes: Bytes,
    tag: HeaderValue,
}

/// Why there is no page to serve.
#[derive(Debug, thiserror::Error)]
pub enum AssetsError {
    /// A file or folder cannot be read.
    #[error("`{}` cannot be read: {error}; build the page: `cargo xtask serve`", .path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// There is no `index.html`.
    #[error("`{}` has no index.html; build the page: `cargo xtask serve`", .0.display())]
    NoPage(PathBuf),
}

/// Where the page itself is, for `/`.
const INDEX: &str = "/index.html";

/// More headers than an answer has in the end, so that there is room for all of them at once.
const HEADERS: usize = 16;

impl Assets {
    /// Reads every file below `folder`. Hidden ones and links to folders are left out.
    ///
    /// # Errors
    ///
    /// - [`AssetsError::Unreadable`] when one of them cannot be read,
    /// - [`AssetsError::NoPage`] when there is no `index.html`.
    pub fn read(folder: &Path) -> Result<Self, AssetsError> {
        let mut files = HashMap::new();
        collect(folder, "", &mut files)
            .map_err(|(path, error)| AssetsError::Unreadable { path, error })?;
        if !files.contains_key(INDEX) {
            return Err(AssetsError::NoPage(folder.to_owned()));
        }
        Ok(Self::of(&files))
    }

    /// The page that was built into this program.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Self {
        Self::of(&embed::files())
    }

    fn of(files: &HashMap<String, Bytes>) -> Self {
        let names: Vec<_> = files.keys().filter(|it| !is_variant(it, files)).cloned().collect();
        let asset = |name: String| {
            let asset = Asset {
                content_type: HeaderValue::from_static(name::content_type(&name)),
                cache: HeaderValue::from_static(name::cache(&name)),
                gzip: files.get(&format!("{name}.gz")).map(Variant::of),
                brotli: files.get(&format!("{name}.br")).map(Variant::of),
                plain: files.get(&name).map(Variant::of)?,
            };
            Some((name, asset))
        };
        Self(names.into_iter().filter_map(asset).collect())
    }

    /// The styles that stand in the pages, as a policy names them: `'sha256-…'`.
    pub fn inline_styles(&self) -> Vec<String> {
        let pages =
            self.0.values().filter(|it| it.content_type.as_bytes().starts_with(b"text/html"));
        let mut hashes: Vec<_> = pages
            .flat_map(|it| inline::styles(&String::from_utf8_lossy(&it.plain.bytes)))
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    /// The answer to a request for `path`.
    pub(crate) fn answer(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        let path = if path == "/" { INDEX } else { path };
        let Some(asset) = self.0.get(path) else { return not_found() };
        if !matches!(*method, Method::GET | Method::HEAD) {
            let mut response = AppError::Method.into_response();
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        asset.answer(headers)
    }
}

impl Asset {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let encoding = encoding::choose(headers.get_all(ACCEPT_ENCODING).iter(), |it| match it {
            Encoding::Plain => true,
            Encoding::Gzip => self.gzip.is_some(),
            Encoding::Brotli => self.brotli.is_some(),
        });
        let variant = match encoding {
            Encoding::Plain => None,
            Encoding::Gzip => self.gzip.as_ref(),
            Encoding::Brotli => self.brotli.as_ref(),
        };
        let variant = variant.unwrap_or(&self.plain);

        let mut response = Response::new(Body::empty());
        response.headers_mut().reserve(HEADERS);
        let known = headers.get_all(IF_NONE_MATCH).iter().any(|it| is_named(&variant.tag, it));
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            *response.body_mut() = Body::from(variant.bytes.clone());
        }
        let answer = response.headers_mut();
        answer.insert(ETAG, variant.tag.clone());
        answer.insert(CACHE_CONTROL, self.cache.clone());
        answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if !known {
            answer.insert(CONTENT_TYPE, self.content_type.clone());
            // For HEAD, too, which is answered without the bytes.
            answer.insert(CONTENT_LENGTH, variant.bytes.len().into());
            if let Some(name) = encoding.name() {
                answer.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
            }
        }
        response
    }
}

impl Variant {
    fn of(bytes: &Bytes) -> Self {
        let hash = digest(&SHA256, bytes);
        // Half of the hash: 128 bits tell any two files apart.
        let half = hash.as_ref().first_chunk().map_or(0, |it| u128::from_be_bytes(*it));
        let tag = HeaderValue::try_from(format!("\"{half:032x}\"")).expect("hexadecimal digits");
        Self { bytes: bytes.clone(), tag }
    }
}

/// Whether `If-None-Match` names this tag. Weak ones count, too: a front may have weakened it.
fn is_named(tag: &HeaderValue, list: &HeaderValue) -> bool {
    let mut tags = list.to_str().unwrap_or_default().split(',').map(str::trim);
    tags.any(|it| it == "*" || it.strip_prefix("W/").unwrap_or(it).as_bytes() == tag.as_bytes())
}

/// Whether a file is another one, compressed.
fn is_variant(name: &str, files: &HashMap<String, Bytes>) -> bool {
    let original = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"));
    original.is_some_and(|it| files.contains_key(it))
}

fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut HashMap<String, Bytes>,
) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(at(&entry.path()))?);
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let name = format!("{prefix}/{name}");
        if kind.is_dir() {
            collect(&path, &name, files)?;
        } else if path.is_file() {
            files.insert(name, fs::read(&path).map_err(at(&path))?.into());
        }
    }
    Ok(())
}

/// In plain words: a person may have mistyped the address.
fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response()
}

/// The bytes are of no use in a log.
impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Assets({} files)", self.0.len())
    }
}
