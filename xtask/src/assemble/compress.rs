//! What the proxy serves compressed is compressed once, here, as hard as it goes.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::assemble::names::list;

/// What is worth it. Pictures and fonts are compressed already.
const KINDS: [&str; 7] = ["css", "html", "js", "json", "svg", "txt", "wasm"];

/// The highest of brotli's levels.
const BROTLI_LEVEL: i32 = 11;

/// The largest window that every browser takes, as a power of two: 16 MiB.
const BROTLI_WINDOW: i32 = 24;

/// Writes `<name>.br` and `<name>.gz` beside every file that gains by it.
///
/// # Errors
///
/// Fails when a file cannot be read or written.
pub(crate) fn all(folder: &Path) -> Result<()> {
    for file in list(folder)?.into_iter().filter(|file| is_worth_it(file)) {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        for (suffix, packed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
            if packed.len() < bytes.len() {
                fs::write(beside(&file, suffix), packed)
                    .with_context(|| format!("cannot write beside {}", file.display()))?;
            }
        }
    }
    Ok(())
}

/// Where the compressed form of a file lies.
pub(crate) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn is_worth_it(file: &Path) -> bool {
    file.extension().is_some_and(|it| KINDS.iter().any(|kind| it == *kind))
}

/// As a browser gets it.
///
/// # Errors
///
/// Fails when the encoder does.
pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: BROTLI_LEVEL,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed)
}

/// Without a name and a time, so that the same bytes always become the same bytes.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read as _;

    #[test]
    fn what_is_compressed_comes_back_as_it_was() {
        let bytes = b"a client, a client, a client".repeat(100);

        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli(&bytes).unwrap(), &mut unpacked).unwrap();
        assert_eq!(unpacked, bytes);

        let mut unpacked = Vec::new();
        GzDecoder::new(&*gzip(&bytes).unwrap()).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, bytes);
    }

    #[test]
    fn only_what_gains_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
        write("long.js", &b"a client ".repeat(100));
        write("short.js", b"a");
        write("picture.png", &b"a client ".repeat(100));

        all(folder.path()).unwrap();

        let there = |name: &str| folder.path().join(name).exists();
        assert!(there("long.js.br") && there("long.js.gz"));
        assert!(!there("short.js.br") && !there("short.js.gz"));
        assert!(!there("picture.png.br") && !there("picture.png.gz"));
    }
}
