//! Who may come in.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderName;
use ipnet::IpNet;

use super::{Args, Mistakes, later};

/// Who may come in, and how they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever reaches the door: for a machine of one's own.
    Anybody,
    /// Who a sign-in proxy names.
    Named {
        /// The header that carries the name.
        header: HeaderName,
        /// The peers that are believed.
        trusted: Vec<IpNet>,
        /// The users who may, or everybody signed in.
        users: Option<Vec<String>>,
    },
}

impl Access {
    /// Whether nobody is asked for a name.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Anybody)
    }
}

enum Mode {
    None,
    Header(HeaderName),
}

/// Reads `ROOSTED_AUTH` and the two settings that belong to it.
pub(super) fn read(
    args: &Args,
    listen: Option<SocketAddr>,
    mistakes: &mut Mistakes,
) -> Option<Access> {
    let mode = mistakes.read_if_set("ROOSTED_AUTH", args.auth.as_deref(), mode);
    let trusted =
        mistakes.read_if_set("ROOSTED_TRUSTED_PROXIES", args.trusted_proxies.as_deref(), |list| {
            list.split(',').map(|it| network(it.trim())).collect::<Result<Vec<_>, _>>()
        });
    let users = mistakes.read_if_set("ROOSTED_ALLOW_USERS", args.allow_users.as_deref(), users);

    // Judged further only as far as it could be read, so that one mistake is told once.
    match (mode.ok()?, trusted.ok()?, users.ok()?) {
        (Some(Mode::Header(header)), Some(trusted), users) => {
            Some(Access::Named { header, trusted, users })
        }
        (Some(Mode::Header(_)), None, _) => {
            let sentence = "header:NAME needs the addresses that may set the header";
            mistakes.note("ROOSTED_TRUSTED_PROXIES", sentence);
            None
        }
        (mode, trusted, users) => {
            for (setting, given) in [
                ("ROOSTED_TRUSTED_PROXIES", trusted.is_some()),
                ("ROOSTED_ALLOW_USERS", users.is_some()),
            ] {
                if given {
                    mistakes.note(setting, "it has no meaning without ROOSTED_AUTH=header:NAME");
                }
            }
            anybody(mode.is_some(), listen?, mistakes)
        }
    }
}

fn anybody(asked_for: bool, listen: SocketAddr, mistakes: &mut Mistakes) -> Option<Access> {
    if listen.ip().is_loopback() {
        return Some(Access::Anybody);
    }
    let sentence = if asked_for {
        format!("`none` is for loopback only, and {listen} is not")
    } else {
        format!("it is required on {listen}, which others can reach: header:NAME")
    };
    mistakes.note("ROOSTED_AUTH", sentence);
    None
}

fn mode(text: &str) -> Result<Mode, String> {
    match text.split_once(':') {
        None if text == "none" => Ok(Mode::None),
        Some(("header", name)) => {
            let name = name.parse().map_err(|_| format!("`{name}` is not the name of a header"))?;
            Ok(Mode::Header(name))
        }
        Some(("jwt", _)) => Err(later::TOKENS.to_owned()),
        _ => Err("it is neither `none` nor header:NAME".to_owned()),
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    network.map_err(|_| format!("`{text}` is neither an IP address nor a CIDR"))
}

fn users(list: &str) -> Result<Vec<String>, String> {
    let users: Vec<_> = list.split(',').map(|it| it.trim().to_owned()).collect();
    if users.iter().any(String::is_empty) {
        return Err("one of the users is empty".to_owned());
    }
    Ok(users)
}
