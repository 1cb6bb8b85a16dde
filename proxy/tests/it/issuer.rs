//! An issuer of tokens: keys that it publishes, tokens that it signs, answers that go wrong.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair as RsaKeyPair, PublicKeyComponents};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RSA_PSS_SHA256, RsaEncoding,
};
use roosted_proxy::config::{Access, Allowed, Claim, Tokens};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) const ISSUER: &str = "https://sso.example/realms/portal";
pub(crate) const AUDIENCE: &str = "roosted-form";

/// A key pair under a name.
pub(crate) struct Signer {
    pub(crate) id: &'static str,
    pub(crate) algorithm: &'static str,
    pair: Pair,
}

enum Pair {
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    Rsa(Box<RsaKeyPair>, &'static dyn RsaEncoding),
}

impl Signer {
    /// Every kind that is taken.
    pub(crate) fn of_each_kind() -> [Self; 4] {
        [Self::rs256("rs"), Self::ps256("ps"), Self::es256("es"), Self::ed25519("ed")]
    }

    pub(crate) fn es256(id: &'static str) -> Self {
        let (random, kind) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let key = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(kind, key.as_ref(), &random).unwrap();
        Self { id, algorithm: "ES256", pair: Pair::Ec(pair) }
    }

    pub(crate) fn ed25519(id: &'static str) -> Self {
        let key = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(key.as_ref()).unwrap();
        Self { id, algorithm: "EdDSA", pair: Pair::Ed(pair) }
    }

    pub(crate) fn rs256(id: &'static str) -> Self {
        Self { id, algorithm: "RS256", pair: Pair::Rsa(rsa(), &RSA_PKCS1_SHA256) }
    }

    pub(crate) fn ps256(id: &'static str) -> Self {
        Self { id, algorithm: "PS256", pair: Pair::Rsa(rsa(), &RSA_PSS_SHA256) }
    }

    /// The public half, as it is published.
    pub(crate) fn jwk(&self) -> Value {
        let base64 = |it: &[u8]| URL_SAFE_NO_PAD.encode(it);
        let mut jwk = match &self.pair {
            Pair::Ec(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": base64(x), "y": base64(y) })
            }
            Pair::Ed(pair) => {
                let x = base64(pair.public_key().as_ref());
                json!({ "kty": "OKP", "crv": "Ed25519", "x": x })
            }
            Pair::Rsa(pair, _) => {
                let PublicKeyComponents { n, e } =
                    PublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "kty": "RSA", "n": base64(&n), "e": base64(&e) })
            }
        };
        jwk["kid"] = json!(self.id);
        jwk["use"] = json!("sig");
        jwk["alg"] = json!(self.algorithm);
        jwk
    }

    /// The public half as bytes, which some have taken for a secret.
    pub(crate) fn public_bytes(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Ec(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Ed(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Rsa(pair, _) => pair.public().as_ref().to_vec(),
        }
    }

    pub(crate) fn header(&self) -> Value {
        json!({ "typ": "JWT", "alg": self.algorithm, "kid": self.id })
    }

    /// A token with these claims.
    pub(crate) fn token(&self, claims: &Value) -> String {
        self.sign(&self.header(), claims)
    }

    /// A token with this header, whatever it says.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = message(header, claims);
        let (random, bytes) = (SystemRandom::new(), message.as_bytes());
        let signature = match &self.pair {
            Pair::Ec(pair) => pair.sign(&random, bytes).unwrap().as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(bytes).as_ref().to_vec(),
            Pair::Rsa(pair, encoding) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(*encoding, &random, bytes, &mut signature).unwrap();
                signature
            }
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A key of 2048 bits, which guards nothing: ring cannot make one.
fn rsa() -> Box<RsaKeyPair> {
    let pem = include_bytes!("issuer/rsa.pem");
    let key = PrivatePkcs8KeyDer::from_pem_slice(pem).unwrap();
    Box::new(RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap())
}

/// A token signed with a secret.
pub(crate) fn with_secret(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let message = message(header, claims);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
}

/// The part of a token that is signed.
pub(crate) fn message(header: &Value, claims: &Value) -> String {
    let part = |it: &Value| URL_SAFE_NO_PAD.encode(it.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// Seconds from now, as a token has them.
pub(crate) fn at(seconds: i64) -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    i64::try_from(now).unwrap() + seconds
}

/// Claims that are right.
pub(crate) fn claims(user: &str) -> Value {
    json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": user, "exp": at(600) })
}

/// Claims that are right but for these.
pub(crate) fn claims_with(user: &str, others: Value) -> Value {
    let mut claims = claims(user);
    let Value::Object(others) = others else { panic!("claims are an object") };
    for (name, value) in others {
        claims[name] = value;
    }
    claims
}

/// Some other claims, without one of them.
pub(crate) fn without(mut claims: Value, name: &str) -> Value {
    claims.as_object_mut().unwrap().remove(name).unwrap();
    claims
}

/// What the issuer answers when it is asked for its keys.
#[derive(Clone)]
pub(crate) enum Answer {
    Keys(Value),
    Status(u16),
    Text(String),
    Redirect(String),
    Nothing,
}

/// Where the keys are published. It ends when this is dropped.
pub(crate) struct Issuer {
    pub(crate) url: Url,
    answer: Arc<Mutex<Answer>>,
    asked: Arc<AtomicUsize>,
    server: JoinHandle<()>,
}

impl Issuer {
    /// One that publishes these keys.
    pub(crate) async fn of(signers: &[&Signer]) -> Self {
        Self::answering(keys(signers)).await
    }

    pub(crate) async fn answering(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/jwks", listener.local_addr().unwrap()).parse().unwrap();
        let answer = Arc::new(Mutex::new(answer));
        let asked = Arc::new(AtomicUsize::new(0));
        let handler = {
            let (answer, asked) = (answer.clone(), asked.clone());
            async move || {
                asked.fetch_add(1, Ordering::SeqCst);
                let answer = answer.lock().unwrap().clone();
                give(answer).await
            }
        };
        let router = Router::new().route("/jwks", get(handler));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, answer, asked, server }
    }

    pub(crate) fn publish(&self, signers: &[&Signer]) {
        self.answer(keys(signers));
    }

    pub(crate) fn answer(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    /// How often somebody asked for the keys.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    pub(crate) fn access(&self, allowed: Allowed) -> Access {
        let (user, groups) = (Claim::new("sub"), Claim::new("groups"));
        let (issuer, audience) = (ISSUER.to_owned(), AUDIENCE.to_owned());
        let tokens = Tokens { keys: self.url.clone(), issuer, audience, user, groups };
        Access::Token { tokens, allowed }
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

pub(crate) fn keys(signers: &[&Signer]) -> Answer {
    Answer::Keys(json!({ "keys": signers.iter().map(|it| it.jwk()).collect::<Vec<_>>() }))
}

async fn give(answer: Answer) -> Response {
    match answer {
        Answer::Keys(keys) => keys.to_string().into_response(),
        Answer::Text(text) => text.into_response(),
        Answer::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Answer::Redirect(to) => (StatusCode::FOUND, [(LOCATION, to)]).into_response(),
        Answer::Nothing => {
            tokio::time::sleep(Duration::from_mins(10)).await;
            StatusCode::OK.into_response()
        }
    }
}
