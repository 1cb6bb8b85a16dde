//! The key of the ledger: it hashes what need only be known again, and seals what must be read.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};

const BYTES: usize = 32;

/// The key of a ledger.
pub struct LedgerKey {
    hash: hmac::Key,
    seal: LessSafeKey,
}

/// Why there is no usable key.
#[derive(Debug, thiserror::Error)]
pub enum LedgerKeyError {
    /// The file cannot be read or made.
    #[error("it cannot be read: {0}")]
    File(#[from] io::Error),
    /// It holds what is no key.
    #[error("it is no key: 32 random bytes are expected, as base64 or hexadecimal digits")]
    NotAKey,
    /// The machine has no random bytes.
    #[error("there are no random bytes")]
    Random,
}

impl LedgerKey {
    /// The key in a file.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerKeyError::File`] or [`LedgerKeyError::NotAKey`].
    pub fn from_file(path: &Path) -> Result<Self, LedgerKeyError> {
        Self::read(fs::read_to_string(path)?.trim()).ok_or(LedgerKeyError::NotAKey)
    }

    /// The same; where there is no file it is made, for its owner only.
    ///
    /// # Errors
    ///
    /// Returns any [`LedgerKeyError`].
    pub fn from_file_or_new(path: &Path) -> Result<Self, LedgerKeyError> {
        let mut key = [0; BYTES];
        SystemRandom::new().fill(&mut key).map_err(|_| LedgerKeyError::Random)?;
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Self::from_file(path),
            Err(error) => Err(error.into()),
            Ok(mut file) => {
                writeln!(file, "{}", BASE64.encode(key))?;
                // Lost in a power cut, it would take with it what it sealed.
                file.sync_all()?;
                Ok(Self::of(&key))
            }
        }
    }

    fn read(text: &str) -> Option<Self> {
        let digit = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
        let bytes = if text.len() == 2 * BYTES {
            text.as_bytes().chunks(2).map(digit).collect::<Option<Vec<_>>>()?
        } else {
            BASE64.decode(text.trim_end_matches('=')).ok()?
        };
        Some(Self::of(&bytes.try_into().ok()?))
    }

    fn of(master: &[u8; BYTES]) -> Self {
        let master = hmac::Key::new(hmac::HMAC_SHA256, master);
        let hash = hmac::sign(&master, b"roosted-ledger hash");
        let seal = hmac::sign(&master, b"roosted-ledger seal");
        let seal = UnboundKey::new(&CHACHA20_POLY1305, seal.as_ref());
        Self {
            hash: hmac::Key::new(hmac::HMAC_SHA256, hash.as_ref()),
            seal: LessSafeKey::new(seal.expect("SHA-256 is as long as the key")),
        }
    }

    /// A hash that says nothing without the key. Parts are told apart by their lengths.
    pub(super) fn hash(&self, parts: &[&[u8]]) -> String {
        let mut context = hmac::Context::with_key(&self.hash);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        BASE64.encode(context.sign())
    }

    /// Seals a text so that it opens in this place only.
    pub(super) fn seal(&self, place: &str, text: &[u8]) -> Option<String> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).ok()?;
        let mut sealed = text.to_vec();
        let aad = Aad::from(place.as_bytes());
        let unique = Nonce::assume_unique_for_key(nonce);
        self.seal.seal_in_place_append_tag(unique, aad, &mut sealed).ok()?;
        Some(BASE64.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens what was sealed for this place.
    pub(super) fn open(&self, place: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = BASE64.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut text = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let aad = Aad::from(place.as_bytes());
        let length = self.seal.open_in_place(nonce, aad, &mut text).ok()?.len();
        text.truncate(length);
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> LedgerKey {
        LedgerKey::of(&[byte; BYTES])
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let sealed = key(1).seal("a", b"Ada").unwrap();
        assert_eq!(key(1).open("a", &sealed).unwrap(), b"Ada");
        assert_eq!(key(1).open("b", &sealed), None);
        assert_eq!(key(2).open("a", &sealed), None);
        assert_ne!(key(1).seal("a", b"Ada").unwrap(), sealed);
        assert_eq!(key(1).open("a", "AAAA"), None);
        assert_eq!(key(1).open("a", "?"), None);
    }

    #[test]
    fn a_hash_tells_parts_apart() {
        assert_ne!(key(1).hash(&[b"ab", b"c"]), key(1).hash(&[b"a", b"bc"]));
        assert_ne!(key(1).hash(&[b"a"]), key(2).hash(&[b"a"]));
        assert_eq!(key(1).hash(&[b"a"]), key(1).hash(&[b"a"]));
    }

    #[test]
    fn a_key_is_made_once_and_for_its_owner() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made = LedgerKey::from_file_or_new(&path).unwrap();
        let again = LedgerKey::from_file_or_new(&path).unwrap();
        assert_eq!(made.hash(&[b"a"]), again.hash(&[b"a"]));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(LedgerKey::read(&"0f".repeat(32)).is_some());
        for text in ["", "short", &"zz".repeat(32), &"a".repeat(100)] {
            assert!(LedgerKey::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn where_none_can_be_made_that_is_what_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let made = LedgerKey::from_file_or_new(&folder.path().join("key/"));

        let Err(LedgerKeyError::File(error)) = made else { panic!("there is a key") };
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
    }
}
