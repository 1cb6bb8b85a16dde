//! Everything the program was told, read once at start and judged as a whole.

mod access;
mod allowed;
mod args;
mod audit;
mod backend;
mod connections;
mod invite;
mod ledger;
mod limit;
mod mistakes;
mod origin;
mod timeouts;
mod tokens;

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::Path;

use axum::http::HeaderValue;
use tracing_subscriber::filter::{LevelFilter, Targets};

use crate::assets::Assets;
use crate::headers::Policy;
use crate::ledger::Place;
use crate::serve::Limits;

pub use access::Access;
pub use allowed::Allowed;
pub use args::{Args, Command};
pub use audit::{Audit, AuditArgs};
pub use backend::{ApiAuth, Backend};
pub use invite::InviteCall;
pub use ledger::Reconcile;
pub use limit::RateLimit;
pub use mistakes::Mistakes;
pub use origin::{Origin, Origins, PublicOrigins};
pub use timeouts::Timeouts;
pub use tokens::{Claim, Tokens};

/// The settings, as the rest of the program uses them.
#[derive(Debug)]
pub struct Config {
    /// `ROOSTED_LISTEN`, 127.0.0.1:8080: the public side.
    pub listen: SocketAddr,
    /// `ROOSTED_ADMIN_LISTEN`, 127.0.0.1:9090: health and metrics.
    pub admin_listen: SocketAddr,
    /// `ROOSTED_API_URL` with its key, or `--demo`.
    pub backend: Backend,
    /// `ROOSTED_API_AUTH`, x-api-key.
    pub api_auth: ApiAuth,
    /// `ROOSTED_INVITE` and `ROOSTED_INVITE_EMAIL_FIELD`.
    pub invite: InviteCall,
    /// `ROOSTED_TIMEOUTS`, 3, 20 and 25 seconds.
    pub timeouts: Timeouts,
    /// `ROOSTED_STATIC_DIR`, dist or the page within this program: what is in it.
    pub assets: Assets,
    /// `ROOSTED_PUBLIC_ORIGIN`, on loopback this machine's names.
    pub public_origins: PublicOrigins,
    /// `ROOSTED_FRAME_ANCESTORS`, 'self', within the whole policy.
    pub policy: Policy,
    /// `ROOSTED_AUTH` and what belongs to it.
    pub access: Access,
    /// `ROOSTED_RATE_LIMIT`, ten creates a minute, or none with `--demo`.
    pub rate_limit: Option<RateLimit>,
    /// `ROOSTED_LEDGER` and `ROOSTED_LEDGER_KEY_FILE`, sqlite:roosted-ledger.db and a key beside it.
    pub ledger: Place,
    /// `ROOSTED_RECONCILE`, 2 seconds to 15 minutes.
    pub reconcile: Reconcile,
    /// `ROOSTED_KEEP_ALIVE` and `ROOSTED_HTTP2`, 75 seconds and false, with the limits that nobody
    /// sets.
    pub limits: Limits,
    /// `ROOSTED_LOG`, info.
    pub log: Targets,
}

impl Config {
    /// Reads the settings; `key` is what `ROOSTED_API_KEY` holds, which has no flag.
    ///
    /// # Errors
    ///
    /// Returns every [`Mistakes`] at once.
    pub fn read(args: &Args, key: Option<&OsStr>) -> Result<Self, Mistakes> {
        let mut mistakes = Mistakes::default();
        let it = &mut mistakes;

        let listen = it.read("ROOSTED_LISTEN", &args.listen, address);
        let admin_listen = it.read("ROOSTED_ADMIN_LISTEN", &args.admin_listen, address);
        let backend = backend::read(args, key, it);
        let api_auth = it.read("ROOSTED_API_AUTH", &args.api_auth, backend::scheme);
        let email_field =
            it.read("ROOSTED_INVITE_EMAIL_FIELD", &args.invite_email_field, invite::member);
        let invite = it.read("ROOSTED_INVITE", &args.invite, |call| {
            InviteCall::read(call, email_field.as_deref().unwrap_or_default())
        });
        let timeouts = it.read("ROOSTED_TIMEOUTS", &args.timeouts, Timeouts::read);
        let assets = assets(args, it);
        let public_origins = public_origins(args, listen, it);
        let policy = it.read("ROOSTED_FRAME_ANCESTORS", &args.frame_ancestors, frame_ancestors);
        let access = access::read(args, listen, it);
        let rate_limit = limit::read(args, it);
        let ledger = ledger::place(args, it);
        let reconcile = it.read("ROOSTED_RECONCILE", &args.reconcile, Reconcile::read);
        let limits = connections::read(args, it);
        let log = it.read("ROOSTED_LOG", &args.log, levels);
        if args.demo && listen.is_some_and(|it| !it.ip().is_loopback()) {
            it.note("ROOSTED_LISTEN", "--demo is for this machine: listen on loopback");
        }

        let config = || {
            Some(Self {
                listen: listen?,
                admin_listen: admin_listen?,
                backend: backend?,
                api_auth: api_auth?,
                invite: invite?,
                timeouts: timeouts?,
                assets: assets?,
                public_origins: public_origins?,
                policy: policy?,
                access: access?,
                rate_limit: rate_limit?,
                ledger: ledger?,
                reconcile: reconcile?,
                limits: limits?,
                log: log?,
            })
        };
        match config() {
            Some(config) if mistakes.is_empty() => Ok(config),
            _ => Err(mistakes),
        }
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("`{text}` is not an address such as 127.0.0.1:8080"))
}

/// The page: of the folder that is named, else the one that was built into the program, else none.
fn assets(args: &Args, mistakes: &mut Mistakes) -> Option<Assets> {
    let folder = args.static_dir.as_deref();
    let read = |folder: &str| Assets::read(Path::new(folder)).map_err(|error| error.to_string());
    let given = mistakes.read_if_set("ROOSTED_STATIC_DIR", folder, read).ok()?;
    #[cfg(feature = "embed")]
    let given = given.or_else(|| Some(Assets::embedded()));
    given
}

fn public_origins(
    args: &Args,
    listen: Option<SocketAddr>,
    mistakes: &mut Mistakes,
) -> Option<PublicOrigins> {
    let setting = "ROOSTED_PUBLIC_ORIGIN";
    let given = mistakes.read_if_set(setting, args.public_origin.as_deref(), PublicOrigins::read);
    if let Some(origins) = given.ok()? {
        return Some(origins);
    }
    if listen?.ip().is_loopback() {
        return Some(PublicOrigins::ThisMachine);
    }
    mistakes.note(setting, "it is required on an address that others can reach");
    None
}

/// Reads levels. A word that is no level would be taken as the name of a target, and log all of it.
fn levels(list: &str) -> Result<Targets, String> {
    let is_level = |it: &str| it.contains('=') || it.parse::<LevelFilter>().is_ok();
    let targets = list.split(',').all(is_level).then(|| list.parse().ok()).flatten();
    targets.ok_or_else(|| format!("`{list}` is not a level such as info"))
}

fn frame_ancestors(sources: &str) -> Result<Policy, String> {
    // A `;` would start another directive, a `,` another policy.
    let plain = HeaderValue::from_str(sources).is_ok() && !sources.contains([';', ',']);
    let policy = plain.then(|| Policy::framed_by(sources)).flatten();
    policy.ok_or_else(|| format!("`{sources}` is not a list of sources, by spaces"))
}
