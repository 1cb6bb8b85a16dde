//! The upstream: where it is, how it is spoken to.

use std::ffi::OsStr;
use std::path::Path;

use reqwest::Url;
use secrecy::SecretString;

use super::connections::yes_or_no;
use super::origin::is_loopback;
use super::{Args, Mistakes};
use crate::upstream::{ApiKey, Reach};

/// The API of production.
const PRODUCTION: &str = "https://api.roostedhr.com/api/1_12";

/// What stands behind the door.
#[derive(Debug)]
pub enum Backend {
    /// The API, by its address and key, and the addresses that its name may lead to.
    Api(Url, ApiKey, Reach),
    /// A stand-in in this process.
    Demo,
}

/// How the key travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiAuth {
    /// As the vendor's reference has it: `X-API-KEY: <key>`.
    ApiKeyHeader,
    /// As the vendor's blog has it: `Authorization: Bearer <key>`.
    Bearer,
}

pub(super) fn read(args: &Args, key: Option<&OsStr>, mistakes: &mut Mistakes) -> Option<Backend> {
    if args.demo {
        return demo(args, key, mistakes);
    }
    let http = &args.allow_http_upstream;
    let http = mistakes.read("ROOSTED_ALLOW_HTTP_UPSTREAM", http, yes_or_no);
    let private = &args.allow_private_upstream;
    let private = mistakes.read("ROOSTED_ALLOW_PRIVATE_UPSTREAM", private, yes_or_no);
    let url = args.api_url.as_deref().unwrap_or(PRODUCTION);
    let url = mistakes.read("ROOSTED_API_URL", url, |it| address(it, http == Some(true)));
    let reach = url.as_ref().map(|it| Reach::of(it, private == Some(true)));
    if let (Some(url), Some(reach)) = (&url, reach)
        && let Err(error) = reach.judge_literal(url)
    {
        mistakes.note("ROOSTED_API_URL", error.to_string());
    }
    let key = match &args.api_key_file {
        Some(file) => mistakes.read("ROOSTED_API_KEY_FILE", file, |it| {
            ApiKey::from_file(Path::new(it)).map_err(|error| error.to_string())
        }),
        None => from_environment(key)
            .map_err(|sentence| mistakes.note("ROOSTED_API_KEY", sentence))
            .ok(),
    };
    Some(Backend::Api(url?, key?, reach?))
}

/// Settings that name another upstream are a contradiction, not something to pass over.
fn demo(args: &Args, key: Option<&OsStr>, mistakes: &mut Mistakes) -> Option<Backend> {
    let contradictions = [
        ("ROOSTED_API_URL", args.api_url.is_some()),
        ("ROOSTED_API_KEY_FILE", args.api_key_file.is_some()),
        ("ROOSTED_API_KEY", key.is_some()),
    ];
    let mut contradicted = false;
    for (setting, _) in contradictions.into_iter().filter(|(_, is_set)| *is_set) {
        contradicted = true;
        mistakes.note(setting, "--demo brings its own API and key: leave it out");
    }
    (!contradicted).then_some(Backend::Demo)
}

fn from_environment(key: Option<&OsStr>) -> Result<ApiKey, String> {
    let key = key.ok_or("there is no API key: set it, or ROOSTED_API_KEY_FILE")?;
    let key = key.to_str().ok_or("it is no text")?;
    ApiKey::fixed(&SecretString::from(key)).map_err(|error| error.to_string())
}

/// https, or http to this machine where that was allowed. No sentence repeats the address: it may
/// hold a password.
fn address(text: &str, allow_http: bool) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "it is not an address".to_owned())?;
    match url.scheme() {
        "http" if !is_loopback(&url) => {
            return Err("it must be https: only this machine may be spoken to by http".to_owned());
        }
        "http" if !allow_http => {
            return Err("http needs ROOSTED_ALLOW_HTTP_UPSTREAM=true".to_owned());
        }
        "https" | "http" => {}
        _ => return Err("it must be https".to_owned()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it must not hold a user or a password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it must end with the path".to_owned());
    }
    Ok(url)
}

pub(super) fn scheme(text: &str) -> Result<ApiAuth, String> {
    match text {
        "x-api-key" => Ok(ApiAuth::ApiKeyHeader),
        "bearer" => Ok(ApiAuth::Bearer),
        _ => Err("it is neither `x-api-key` nor `bearer`".to_owned()),
    }
}
