//! The upstream, and the issuer of tokens, by https: only when the certificate is one that this
//! machine trusts.

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio_rustls::TlsAcceptor;

use crate::issuer::{AUDIENCE, ISSUER, Signer, claims};
use crate::program::{Program, Reply, send};
use crate::stage::{ADA, KEY};

/// A server that speaks TLS and answers every request alike.
struct Upstream {
    address: SocketAddr,
    /// Its certificate authority, as a file holds it.
    authority: String,
    heads: UnboundedReceiver<String>,
}

impl Upstream {
    /// With a certificate for `name`, and a client in every answer.
    async fn start(name: &str) -> Self {
        let client = r#"{"id":"uLu8K","client_name":"Ada & Sons"}"#;
        Self::answering(name, "201 Created", client.to_owned()).await
    }

    async fn answering(name: &str, status: &'static str, body: String) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (sender, heads) = unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                // A caller that does not trust us goes away here.
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut bytes = vec![0; 8192];
                let length = stream.read(&mut bytes).await.unwrap();
                sender.send(String::from_utf8_lossy(&bytes[..length]).into_owned()).unwrap();
                let length = body.len();
                let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}");
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.shutdown().await.unwrap();
            }
        });
        Self { address, authority: authority.pem(), heads }
    }

    /// A create through a program that trusts this authority, or the usual ones.
    async fn create_through_a_program(&self, authority: Option<&str>) -> Reply {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("authority.pem");
        std::fs::write(&file, authority.unwrap_or_default()).unwrap();
        let url = format!("https://{}/api/1_12", self.address);
        let trusted = authority.is_some();
        tokio::task::spawn_blocking(move || {
            let mut environment = vec![("ROOSTED_API_URL", url.as_str()), ("ROOSTED_API_KEY", "k")];
            if trusted {
                environment.push(("SSL_CERT_FILE", file.to_str().unwrap()));
            }
            Program::start(&[], &environment).create(KEY, ADA)
        })
        .await
        .unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_upstream_gets_the_key() {
    let mut upstream = Upstream::start("127.0.0.1").await;
    let authority = upstream.authority.clone();

    let reply = upstream.create_through_a_program(Some(&authority)).await;

    assert_eq!((reply.status, reply.json()["id"].as_str()), (201, Some("uLu8K")));
    let list = upstream.heads.recv().await.unwrap();
    assert!(list.starts_with("GET /api/1_12/clients?"), "{list}");
    let head = upstream.heads.recv().await.unwrap();
    assert!(head.starts_with("POST /api/1_12/clients HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("x-api-key: k\r\n"), "{head}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_nobody_vouches_for_gets_nothing() {
    let mut stranger = Upstream::start("127.0.0.1").await;
    let mut misnamed = Upstream::start("api.roostedhr.com").await;
    let other = Upstream::start("127.0.0.1").await;
    let authority = misnamed.authority.clone();
    for (upstream, authority) in [
        (&mut stranger, None),
        (&mut misnamed, Some(&authority)),
        (&mut Upstream::start("127.0.0.1").await, Some(&other.authority)),
    ] {
        let reply = upstream.create_through_a_program(authority.map(String::as_str)).await;

        assert_eq!((reply.status, reply.json()["code"].as_str()), (502, Some("upstream-failed")));
        assert!(upstream.heads.try_recv().is_err());
    }
}

/// What somebody with a token is told where the keys come from this address, and the log.
async fn with_a_token(url: String, authority: String, token: String) -> (u16, Vec<Value>) {
    let work = tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("authority.pem");
        std::fs::write(&file, authority).unwrap();
        let environment = [
            ("ROOSTED_AUTH", url.as_str()),
            ("ROOSTED_JWT_ISSUER", ISSUER),
            ("ROOSTED_JWT_AUDIENCE", AUDIENCE),
            ("SSL_CERT_FILE", file.to_str().unwrap()),
        ];
        let program = Program::start(&["--demo"], &environment);
        let host = &program.public;
        let reply = send(
            host,
            &format!(
                "GET /api/environment HTTP/1.1\r\nHost: {host}\r\n\
                 Authorization: Bearer {token}\r\nConnection: close\r\n\r\n"
            ),
        );
        program.signal("TERM");
        (reply.status, program.end().log)
    });
    work.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_of_tokens_come_from_who_is_vouched_for() {
    let signer = Signer::es256("a");
    let token = signer.token(&claims("ada"));
    let set = json!({ "keys": [signer.jwk()] }).to_string();
    let mut issuer = Upstream::answering("127.0.0.1", "200 OK", set.clone()).await;
    let mut misnamed = Upstream::answering("sso.example", "200 OK", set).await;
    let other = Upstream::start("127.0.0.1").await;
    let jwt = |it: &Upstream| format!("jwt:https://{}/jwks", it.address);

    let (status, log) = with_a_token(jwt(&issuer), issuer.authority.clone(), token.clone()).await;
    assert_eq!(status, 200, "{log:?}");
    let head = issuer.heads.recv().await.unwrap();
    assert!(head.starts_with("GET /jwks HTTP/1.1\r\n"), "{head}");
    assert!(!head.to_lowercase().contains("authorization"), "{head}");

    for (url, authority) in
        [(jwt(&issuer), &other.authority), (jwt(&misnamed), &misnamed.authority)]
    {
        let (status, log) = with_a_token(url, authority.clone(), token.clone()).await;
        assert_eq!(status, 401);
        let alarm = |it: &&Value| it["event"] == "sign-in-keys" && it["level"] == "ERROR";
        assert!(log.iter().any(|it| alarm(&it)), "{log:?}");
    }
    assert!(issuer.heads.try_recv().is_err() && misnamed.heads.try_recv().is_err());
}
