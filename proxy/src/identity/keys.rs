//! The keys that an issuer publishes (RFC 7517), and which of them a token may be signed with.

use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// The usable keys of a set.
#[derive(Debug)]
pub(crate) struct KeySet(Vec<Key>);

#[derive(Debug)]
struct Key {
    id: Option<String>,
    algorithms: Vec<Algorithm>,
    public: DecodingKey,
}

/// A set as it is published. Its members are read one by one: a key of a kind that nobody here
/// knows must not hide the others.
#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a set; `None` where there is no set, or no usable key in it.
    pub(crate) fn read(json: &[u8]) -> Option<Self> {
        let Published { keys } = serde_json::from_slice(json).ok()?;
        let keys: Vec<_> = keys.into_iter().filter_map(Key::read).collect();
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// How many keys can be used.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The key of a token. One that names none is taken where only one key could be meant.
    pub(crate) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<&DecodingKey> {
        let mut fitting = self.0.iter().filter(|it| {
            it.algorithms.contains(&algorithm) && (id.is_none() || it.id.as_deref() == id)
        });
        let first = fitting.next()?;
        (id.is_some() || fitting.next().is_none()).then_some(&first.public)
    }
}

impl Key {
    fn read(json: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(json).ok()?;
        let algorithms = algorithms(&jwk);
        if algorithms.is_empty() {
            return None;
        }
        let public = DecodingKey::from_jwk(&jwk).ok()?;
        Some(Self { id: jwk.common.key_id, algorithms, public })
    }
}

/// What a key may be used for: what its kind can do, what its publisher says it is for, and never
/// a secret, which would let whoever reads the set sign.
fn algorithms(jwk: &Jwk) -> Vec<Algorithm> {
    let common = &jwk.common;
    let for_signatures =
        common.public_key_use.as_ref().is_none_or(|it| *it == PublicKeyUse::Signature);
    let to_verify =
        common.key_operations.as_ref().is_none_or(|it| it.contains(&KeyOperations::Verify));
    if !for_signatures || !to_verify {
        return Vec::new();
    }
    let possible: &[_] = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => &[Algorithm::RS256, Algorithm::PS256],
        AlgorithmParameters::EllipticCurve(it) if it.curve == EllipticCurve::P256 => {
            &[Algorithm::ES256]
        }
        AlgorithmParameters::OctetKeyPair(it) if it.curve == EllipticCurve::Ed25519 => {
            &[Algorithm::EdDSA]
        }
        _ => &[],
    };
    let meant = |it: &&Algorithm| {
        common.key_algorithm.is_none_or(|algorithm| algorithm == KeyAlgorithm::from(**it))
    };
    possible.iter().filter(meant).copied().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn rsa(rest: &Value) -> Value {
        with(json!({ "kty": "RSA", "kid": "a", "n": "sXchDaQ", "e": "AQAB" }), rest)
    }

    fn with(mut key: Value, rest: &Value) -> Value {
        key.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        key
    }

    fn usable(key: &Value) -> Vec<Algorithm> {
        let set = KeySet::read(json!({ "keys": [key] }).to_string().as_bytes());
        let all = [Algorithm::HS256, Algorithm::RS384, Algorithm::ES384];
        let all = all.into_iter().chain(super::super::signature::ALGORITHMS);
        all.filter(|it| set.as_ref().is_some_and(|set| set.find(Some("a"), *it).is_some()))
            .collect()
    }

    #[test]
    fn a_key_is_used_for_what_it_is_meant_for() {
        let both = [Algorithm::RS256, Algorithm::PS256];
        for (rest, expected) in [
            (json!({}), &both[..]),
            (json!({ "use": "sig", "key_ops": ["verify"] }), &both),
            (json!({ "alg": "PS256" }), &[Algorithm::PS256]),
            (json!({ "alg": "RS512" }), &[]),
            (json!({ "alg": "ES256" }), &[]),
            (json!({ "alg": "HS256" }), &[]),
            (json!({ "alg": "RSA-OAEP" }), &[]),
            (json!({ "alg": "X9" }), &[]),
            (json!({ "use": "enc" }), &[]),
            (json!({ "key_ops": ["encrypt"] }), &[]),
            (json!({ "kid": "b" }), &[]),
            (json!({ "n": "not base64!" }), &[]),
        ] {
            assert_eq!(usable(&rsa(&rest)), expected, "{rest}");
        }
        let ec = json!({ "kty": "EC", "kid": "a", "crv": "P-256", "x": "AA", "y": "AA" });
        assert_eq!(usable(&ec), [Algorithm::ES256]);
        assert_eq!(usable(&with(ec, &json!({ "crv": "P-384" }))), []);
        let ed = json!({ "kty": "OKP", "kid": "a", "crv": "Ed25519", "x": "AA" });
        assert_eq!(usable(&ed), [Algorithm::EdDSA]);
        assert_eq!(usable(&with(ed, &json!({ "crv": "X25519" }))), []);
        // What is published is no secret.
        assert_eq!(usable(&json!({ "kty": "oct", "kid": "a", "k": "AAAA" })), []);
        assert_eq!(usable(&json!({ "kty": "oct", "kid": "a", "k": "AAAA", "alg": "RS256" })), []);
    }

    #[test]
    fn a_key_that_nobody_knows_does_not_hide_the_others() {
        let keys = json!({ "keys": [1, {}, { "kty": "lattice" }, rsa(&json!({})), null] });
        assert_eq!(KeySet::read(keys.to_string().as_bytes()).unwrap().len(), 1);
        for nothing in ["", "{}", r#"{"keys":[]}"#, r#"{"keys":{}}"#, "[]", "<html>"] {
            assert!(KeySet::read(nothing.as_bytes()).is_none(), "{nothing}");
        }
    }

    #[test]
    fn without_a_name_only_the_one_key_that_fits_is_taken() {
        let read = |keys: Value| KeySet::read(json!({ "keys": keys }).to_string().as_bytes());
        let ed = json!({ "kty": "OKP", "crv": "Ed25519", "x": "AA" });
        let one = read(json!([rsa(&json!({})), ed])).unwrap();
        assert!(one.find(None, Algorithm::RS256).is_some());
        assert!(one.find(None, Algorithm::EdDSA).is_some());
        assert!(one.find(None, Algorithm::ES256).is_none());
        // A token that names a key means that one, not one without a name.
        assert!(one.find(Some("a"), Algorithm::EdDSA).is_none());
        let two = read(json!([rsa(&json!({})), rsa(&json!({ "kid": "b" }))])).unwrap();
        assert!(two.find(None, Algorithm::RS256).is_none());
        assert!(two.find(Some("b"), Algorithm::RS256).is_some());
    }

    proptest! {
        #[test]
        fn whatever_is_published_is_read_without_a_panic(json in ".{0,200}") {
            let _ = KeySet::read(json.as_bytes());
        }

        #[test]
        fn whatever_is_in_a_key_only_public_ones_are_used(
            kind in "RSA|EC|OKP|oct|x", algorithm in "RS256|PS256|ES256|EdDSA|HS256|none|x",
            curve in "P-256|P-384|Ed25519|x", part in "[A-Za-z0-9_-]{0,8}",
        ) {
            let key = json!({
                "kty": kind, "alg": algorithm, "crv": curve, "kid": "a",
                "n": part, "e": part, "x": part, "y": part, "k": part,
            });
            for usable in usable(&key) {
                let fits = match kind.as_str() {
                    "RSA" => ["RS256", "PS256"].contains(&algorithm.as_str()),
                    "EC" => curve == "P-256" && algorithm == "ES256",
                    "OKP" => curve == "Ed25519" && algorithm == "EdDSA",
                    _ => false,
                };
                prop_assert!(fits);
                prop_assert_eq!(format!("{usable:?}"), algorithm.clone());
            }
        }
    }
}
