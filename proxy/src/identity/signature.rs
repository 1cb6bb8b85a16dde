//! The signatures of tokens, checked by ring.

use std::sync::Once;

use jsonwebtoken::crypto::{CryptoProvider, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

/// The algorithms that are taken: each with a public key, so that who checks cannot sign.
pub(super) const ALGORITHMS: [Algorithm; 4] =
    [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA];

/// Only checks: nothing is signed here, and no keys are made.
static RING: CryptoProvider = CryptoProvider {
    signer_factory: |_, _| Err(ErrorKind::UnsupportedAlgorithm.into()),
    verifier_factory: |algorithm, key| verifier(*algorithm, key),
    key_utils: KeyUtils::new_unimplemented(),
};

/// Lets the library for tokens check with ring, in all of the process.
pub(super) fn use_ring() {
    static ONCE: Once = Once::new();
    // It fails where there is another provider, which then checks as well.
    ONCE.call_once(|| _ = RING.install_default());
}

/// How a signature of one algorithm is checked with one key.
struct Check {
    algorithm: Algorithm,
    by: By,
}

enum By {
    Rsa(&'static RsaParameters, RsaPublicKeyComponents<Vec<u8>>),
    Point(UnparsedPublicKey<Vec<u8>>),
}

fn verifier(algorithm: Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    let rsa = |parameters| match key.kind() {
        DecodingKeyKind::RsaModulusExponent { n, e } => {
            let (n, e) = (strip(n).to_vec(), strip(e).to_vec());
            Ok(By::Rsa(parameters, RsaPublicKeyComponents { n, e }))
        }
        DecodingKeyKind::SecretOrDer(_) => Err(ErrorKind::InvalidKeyFormat),
    };
    let point = |how: &'static dyn VerificationAlgorithm| match key.kind() {
        DecodingKeyKind::SecretOrDer(point) => {
            Ok(By::Point(UnparsedPublicKey::new(how, point.clone())))
        }
        DecodingKeyKind::RsaModulusExponent { .. } => Err(ErrorKind::InvalidKeyFormat),
    };
    let by = match (algorithm, key.family()) {
        (Algorithm::RS256, AlgorithmFamily::Rsa) => rsa(&RSA_PKCS1_2048_8192_SHA256)?,
        (Algorithm::PS256, AlgorithmFamily::Rsa) => rsa(&RSA_PSS_2048_8192_SHA256)?,
        (Algorithm::ES256, AlgorithmFamily::Ec) => point(&ECDSA_P256_SHA256_FIXED)?,
        (Algorithm::EdDSA, AlgorithmFamily::Ed) => point(&ED25519)?,
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    };
    Ok(Box::new(Check { algorithm, by }))
}

/// A number without leading zeros, which some issuers write and ring refuses.
fn strip(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|it| **it == 0).count();
    &number[zeros..]
}

impl Verifier<Vec<u8>> for Check {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        let checked = match &self.by {
            By::Rsa(parameters, key) => key.verify(parameters, message, signature),
            By::Point(key) => key.verify(message, signature),
        };
        checked.map_err(|_| Error::new())
    }
}

impl JwtVerifier for Check {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
