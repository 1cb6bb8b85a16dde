//! The origins that may call, and the hosts they call by.

use axum::http::HeaderValue;
use reqwest::Url;

/// One origin: a scheme, a host and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// As a browser writes it in `Origin`.
    text: String,
    /// As it may stand in `Host`: the default port may be left out.
    hosts: Vec<String>,
}

/// The public side's name, or names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicOrigins {
    /// Those of this machine, with the port that is bound.
    ThisMachine,
    /// Those that were listed.
    Listed(Vec<Origin>),
}

/// Every origin that may call. Clones are cheap enough: they are made at start only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins(Vec<Origin>);

impl Origin {
    /// Reads `https://host[:port]`; `http://` only for a loopback host.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| unlike(text))?;
        let bare = url.path() == "/" && !text.ends_with('/');
        let plain = url.username().is_empty() && url.password().is_none();
        if !bare || !plain || url.query().is_some() || url.fragment().is_some() {
            return Err(unlike(text));
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(format!("`{text}` must be https: only loopback hosts may be http"));
            }
            _ => return Err(unlike(text)),
        }
        Self::of(&url).ok_or_else(|| unlike(text))
    }

    fn of(url: &Url) -> Option<Self> {
        let host = url.host_str()?;
        let port = url.port_or_known_default()?;
        let mut hosts = vec![format!("{host}:{port}")];
        if url.port().is_none() {
            hosts.push(host.to_owned());
        }
        Some(Self { text: url.origin().ascii_serialization(), hosts })
    }
}

fn unlike(text: &str) -> String {
    format!("`{text}` is not an origin such as https://portal.example.com")
}

impl PublicOrigins {
    /// Reads a list, by commas.
    pub(super) fn read(list: &str) -> Result<Self, String> {
        let origins: Result<_, _> = list.split(',').map(|it| Origin::read(it.trim())).collect();
        Ok(Self::Listed(origins?))
    }

    /// The origins, now that the port is known.
    pub fn at(&self, port: u16) -> Origins {
        match self {
            Self::Listed(origins) => Origins(origins.clone()),
            Self::ThisMachine => {
                let names = ["localhost", "127.0.0.1", "[::1]"].into_iter();
                let urls = names.filter_map(|it| Url::parse(&format!("http://{it}:{port}")).ok());
                Origins(urls.filter_map(|it| Origin::of(&it)).collect())
            }
        }
    }
}

impl Origins {
    /// Whether a page of this origin may call. Browsers write origins in lower case.
    pub(crate) fn has(&self, origin: &HeaderValue) -> bool {
        self.0.iter().any(|it| it.text.as_bytes() == origin.as_bytes())
    }

    /// Whether this is the host of one of them.
    pub(crate) fn has_host(&self, host: &HeaderValue) -> bool {
        let mut hosts = self.0.iter().flat_map(|it| &it.hosts);
        hosts.any(|it| it.as_bytes().eq_ignore_ascii_case(host.as_bytes()))
    }

    /// Whether somebody off this machine could be meant.
    pub(crate) fn reach_beyond_this_machine(&self) -> bool {
        !self.0.iter().all(|it| Url::parse(&it.text).is_ok_and(|it| is_loopback(&it)))
    }
}

/// Whether an address is on this machine, by its literal or by the reserved name.
pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || literal.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
}
