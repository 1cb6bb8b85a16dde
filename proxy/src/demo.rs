//! A stand-in for the API in this process, so that the form can be tried without a key.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use reqwest::Url;
use ring::rand::{SecureRandom as _, SystemRandom};
use roosted_sandbox::{API_PATH, Sandbox};
use secrecy::SecretString;
use tokio::net::TcpListener;

use crate::upstream::{ApiKey, KeyError};

/// A running stand-in: where it is, and the key it asks for.
#[derive(Debug)]
pub(crate) struct Demo {
    pub(crate) url: Url,
    pub(crate) key: ApiKey,
}

/// Why there is no stand-in.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There is no port for it.
    #[error("no port for the stand-in")]
    Port(#[from] io::Error),
    /// There is no key for it.
    #[error("no random key for the stand-in")]
    Random,
    /// There is no key for it.
    #[error("no key for the stand-in")]
    Key(#[from] KeyError),
}

/// Starts the stand-in on a loopback port of its own. It ends with the process.
pub(crate) async fn start() -> Result<Demo, DemoError> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| DemoError::Random)?;
    let key = format!("demo-{:032x}", u128::from_ne_bytes(bytes));

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = address(listener.local_addr()?);
    tokio::spawn(Sandbox::new(Some(key.clone())).serve(listener));
    Ok(Demo { url, key: ApiKey::fixed(&SecretString::from(key))? })
}

fn address(listener: SocketAddr) -> Url {
    let url = format!("http://{listener}{API_PATH}");
    Url::parse(&url).expect("a socket address makes an address")
}
