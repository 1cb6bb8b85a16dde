//! Who may come in, and how they are known.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderName;
use ipnet::IpNet;
use reqwest::Url;

use super::{Allowed, Args, Mistakes, Tokens, allowed, tokens};

/// Who may come in, and how they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever reaches the door: for a machine of one's own.
    Anybody,
    /// Who a sign-in proxy names.
    Named {
        /// The header that carries the name.
        header: HeaderName,
        /// The header that lists the groups, by commas.
        groups: Option<HeaderName>,
        /// The peers that are believed.
        trusted: Vec<IpNet>,
        /// Which of the named may.
        allowed: Allowed,
    },
    /// Who brings a token of an issuer.
    Token {
        /// Whose, and what they say.
        tokens: Tokens,
        /// Which of the bearers may.
        allowed: Allowed,
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
    Tokens(Url),
}

/// Reads `ROOSTED_AUTH` and the settings that belong to it.
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
    let groups =
        mistakes.read_if_set("ROOSTED_GROUPS_HEADER", args.groups_header.as_deref(), header);
    let allowed = allowed::read(args, mistakes);

    // Judged further only as far as it could be read, so that one mistake is told once.
    let (mode, trusted, groups) = (mode.ok()?, trusted.ok()?, groups.ok()?);
    let allowed = allowed.ok()?;
    let is_clear = meaningless(args, mode.as_ref(), mistakes);
    let access = match mode {
        None | Some(Mode::None) => anybody(mode.is_some(), listen?, mistakes),
        Some(Mode::Header(header)) => named(header, trusted, groups, allowed, mistakes),
        Some(Mode::Tokens(keys)) => {
            tokens::read(keys, args, mistakes).map(|tokens| Access::Token { tokens, allowed })
        }
    };
    access.filter(|_| is_clear)
}

const HEADER: &str = "it has no meaning without ROOSTED_AUTH=header:NAME";
const TOKEN: &str = "it has no meaning without ROOSTED_AUTH=jwt:URL";
const EITHER: &str = "it has no meaning without ROOSTED_AUTH=header:NAME or jwt:URL";
const GROUPS: &str = "it has no meaning without ROOSTED_ALLOW_GROUPS";

/// Notes the settings that say nothing in this mode, and whether there are none.
fn meaningless(args: &Args, mode: Option<&Mode>, mistakes: &mut Mistakes) -> bool {
    let by_header = matches!(mode, Some(Mode::Header(_)));
    let by_token = matches!(mode, Some(Mode::Tokens(_)));
    let signed_in = by_header || by_token;
    let by_group = args.allow_groups.is_some();
    let mut is_clear = true;
    for (setting, value, has_meaning, sentence) in [
        ("ROOSTED_TRUSTED_PROXIES", &args.trusted_proxies, by_header, HEADER),
        ("ROOSTED_ALLOW_USERS", &args.allow_users, signed_in, EITHER),
        ("ROOSTED_ALLOW_GROUPS", &args.allow_groups, signed_in, EITHER),
        ("ROOSTED_GROUPS_HEADER", &args.groups_header, by_header, HEADER),
        ("ROOSTED_GROUPS_HEADER", &args.groups_header, by_group || !by_header, GROUPS),
        ("ROOSTED_JWT_ISSUER", &args.jwt_issuer, by_token, TOKEN),
        ("ROOSTED_JWT_AUDIENCE", &args.jwt_audience, by_token, TOKEN),
        ("ROOSTED_JWT_USER_CLAIM", &args.jwt_user_claim, by_token, TOKEN),
        ("ROOSTED_JWT_GROUPS_CLAIM", &args.jwt_groups_claim, by_token, TOKEN),
        ("ROOSTED_JWT_GROUPS_CLAIM", &args.jwt_groups_claim, by_group || !by_token, GROUPS),
    ] {
        if value.is_some() && !has_meaning {
            mistakes.note(setting, sentence);
            is_clear = false;
        }
    }
    is_clear
}

fn anybody(asked_for: bool, listen: SocketAddr, mistakes: &mut Mistakes) -> Option<Access> {
    if listen.ip().is_loopback() {
        return Some(Access::Anybody);
    }
    let sentence = if asked_for {
        format!("`none` is for loopback only, and {listen} is not")
    } else {
        format!("it is required on {listen}, which others can reach: header:NAME or jwt:URL")
    };
    mistakes.note("ROOSTED_AUTH", sentence);
    None
}

fn named(
    header: HeaderName,
    trusted: Option<Vec<IpNet>>,
    groups: Option<HeaderName>,
    allowed: Allowed,
    mistakes: &mut Mistakes,
) -> Option<Access> {
    if trusted.is_none() {
        let sentence = "header:NAME needs the addresses that may set the header";
        mistakes.note("ROOSTED_TRUSTED_PROXIES", sentence);
    }
    let is_said = if groups.as_ref() == Some(&header) {
        mistakes.note("ROOSTED_GROUPS_HEADER", "it is the header of the name");
        false
    } else if allowed.asks_for_groups() && groups.is_none() {
        let sentence = "ROOSTED_ALLOW_GROUPS needs the header that lists the groups";
        mistakes.note("ROOSTED_GROUPS_HEADER", sentence);
        false
    } else {
        true
    };
    trusted.filter(|_| is_said).map(|trusted| Access::Named { header, groups, trusted, allowed })
}

fn mode(text: &str) -> Result<Mode, String> {
    match text.split_once(':') {
        None if text == "none" => Ok(Mode::None),
        Some(("header", name)) => header(name).map(Mode::Header),
        Some(("jwt", address)) => tokens::address(address).map(Mode::Tokens),
        _ => Err("it is neither `none` nor header:NAME nor jwt:URL".to_owned()),
    }
}

fn header(name: &str) -> Result<HeaderName, String> {
    name.parse().map_err(|_| format!("`{name}` is not the name of a header"))
}

fn network(text: &str) -> Result<IpNet, String> {
    let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    network.map_err(|_| format!("`{text}` is neither an IP address nor a CIDR"))
}
