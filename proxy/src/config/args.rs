//! The settings as they are given: flags, then the environment, then defaults.

use clap::{Parser, Subcommand};

use super::AuditArgs;

/// The same-origin door between the form and the Roosted API.
///
/// It serves the page, keeps the API key to itself and refuses what it should not forward.
#[derive(Clone, Debug, Parser)]
#[command(name = "roosted-proxy", version, after_help = AFTER_HELP)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Args {
    /// Something else than to open the door
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Where the public side listens; port 0 takes a free one
    #[arg(long, env = "ROOSTED_LISTEN", hide_env_values = true, value_name = "ADDRESS")]
    #[arg(default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Where /healthz, /readyz and /metrics are served
    #[arg(long, env = "ROOSTED_ADMIN_LISTEN", hide_env_values = true, value_name = "ADDRESS")]
    #[arg(default_value = "127.0.0.1:9090")]
    pub admin_listen: String,
    /// The Roosted API [default: the vendor's, for production]
    #[arg(long, env = "ROOSTED_API_URL", hide_env_values = true, value_name = "URL")]
    pub api_url: Option<String>,
    /// Whether plain http may be spoken to an API on this machine
    #[arg(long, env = "ROOSTED_ALLOW_HTTP_UPSTREAM", hide_env_values = true)]
    #[arg(value_name = "BOOL", num_args = 0..=1, default_value = "false")]
    #[arg(default_missing_value = "true")]
    pub allow_http_upstream: String,
    /// Whether the name of the API may lead to a private address
    #[arg(long, env = "ROOSTED_ALLOW_PRIVATE_UPSTREAM", hide_env_values = true)]
    #[arg(value_name = "BOOL", num_args = 0..=1, default_value = "false")]
    #[arg(default_missing_value = "true")]
    pub allow_private_upstream: String,
    /// The file that holds the API key; read again when it changes
    #[arg(long, env = "ROOSTED_API_KEY_FILE", hide_env_values = true, value_name = "FILE")]
    pub api_key_file: Option<String>,
    /// How the key travels: x-api-key or bearer
    #[arg(long, env = "ROOSTED_API_AUTH", hide_env_values = true, value_name = "SCHEME")]
    #[arg(default_value = "x-api-key")]
    pub api_auth: String,
    /// The folder of the built page
    #[arg(long, env = "ROOSTED_STATIC_DIR", hide_env_values = true, value_name = "FOLDER")]
    #[cfg_attr(not(feature = "embed"), arg(default_value = "dist"))]
    #[cfg_attr(
        feature = "embed",
        arg(help = "The folder of the built page [default: the one within]")
    )]
    pub static_dir: Option<String>,
    /// The origins that may call, by commas [default: this machine's names, on loopback]
    #[arg(long, env = "ROOSTED_PUBLIC_ORIGIN", hide_env_values = true, value_name = "ORIGINS")]
    pub public_origin: Option<String>,
    /// Who may frame the page: the value of the CSP directive
    #[arg(long, env = "ROOSTED_FRAME_ANCESTORS", hide_env_values = true, value_name = "SOURCES")]
    #[arg(default_value = "'self'")]
    pub frame_ancestors: String,
    /// Who the caller is: none (loopback only), header:NAME or jwt:URL [default: none, on loopback]
    #[arg(long, env = "ROOSTED_AUTH", hide_env_values = true, value_name = "MODE")]
    pub auth: Option<String>,
    /// The issuer of the tokens, as their claim `iss` has it; required with jwt:URL
    #[arg(long, env = "ROOSTED_JWT_ISSUER", hide_env_values = true, value_name = "ISSUER")]
    pub jwt_issuer: Option<String>,
    /// The audience of the tokens, as their claim `aud` has it; required with jwt:URL
    #[arg(long, env = "ROOSTED_JWT_AUDIENCE", hide_env_values = true, value_name = "AUDIENCE")]
    pub jwt_audience: Option<String>,
    /// The claim that names the user, or a JSON pointer to it [default: sub]
    #[arg(long, env = "ROOSTED_JWT_USER_CLAIM", hide_env_values = true, value_name = "CLAIM")]
    pub jwt_user_claim: Option<String>,
    /// The claim that lists the user's groups, or a JSON pointer to it [default: groups]
    #[arg(long, env = "ROOSTED_JWT_GROUPS_CLAIM", hide_env_values = true, value_name = "CLAIM")]
    pub jwt_groups_claim: Option<String>,
    /// The addresses whose identity header is believed: IPs or CIDRs, by commas
    #[arg(long, env = "ROOSTED_TRUSTED_PROXIES", hide_env_values = true, value_name = "NETWORKS")]
    pub trusted_proxies: Option<String>,
    /// The users who may come in, by commas [default: everybody signed in]
    #[arg(long, env = "ROOSTED_ALLOW_USERS", hide_env_values = true, value_name = "USERS")]
    pub allow_users: Option<String>,
    /// The groups whose members may come in, by commas, beside the listed users
    #[arg(long, env = "ROOSTED_ALLOW_GROUPS", hide_env_values = true, value_name = "GROUPS")]
    pub allow_groups: Option<String>,
    /// The header that lists the user's groups, by commas; believed as the identity header is
    #[arg(long, env = "ROOSTED_GROUPS_HEADER", hide_env_values = true, value_name = "NAME")]
    pub groups_header: Option<String>,
    /// Creates per user, such as 10/min, or off [default: 10/min, off with --demo]
    #[arg(long, env = "ROOSTED_RATE_LIMIT", hide_env_values = true, value_name = "LIMIT")]
    pub rate_limit: Option<String>,
    /// Where submissions are kept: sqlite:PATH or postgres://… [default: sqlite:roosted-ledger.db]
    #[arg(long, env = "ROOSTED_LEDGER", hide_env_values = true, value_name = "URL", global = true)]
    pub ledger: Option<String>,
    /// The file of the ledger's key [default: made beside an SQLite ledger]
    #[arg(long, env = "ROOSTED_LEDGER_KEY_FILE", hide_env_values = true, value_name = "FILE")]
    #[arg(global = true)]
    pub ledger_key_file: Option<String>,
    /// When an open outcome is looked up; after the last time a person may send again
    #[arg(long, env = "ROOSTED_RECONCILE", hide_env_values = true, value_name = "TIMES")]
    #[arg(default_value = "2s,10s,30s,2m,10m,15m")]
    pub reconcile: String,
    /// How long to wait for a connection, for the API, and with an answer at most
    #[arg(long, env = "ROOSTED_TIMEOUTS", hide_env_values = true, value_name = "TIMEOUTS")]
    #[arg(default_value = "connect=3s,upstream=20s,answer=25s")]
    pub timeouts: String,
    /// How long a connection may stay idle between two requests; longer than at the front
    #[arg(long, env = "ROOSTED_KEEP_ALIVE", hide_env_values = true, value_name = "TIME")]
    #[arg(default_value = "75s")]
    pub keep_alive: String,
    /// Whether the front may speak HTTP/2, without TLS and from the first byte
    #[arg(long, env = "ROOSTED_HTTP2", hide_env_values = true)]
    #[arg(value_name = "BOOL", num_args = 0..=1, default_value = "false")]
    #[arg(default_missing_value = "true")]
    pub http2: String,
    /// The call of the API that invites a client
    #[arg(long, env = "ROOSTED_INVITE", hide_env_values = true, value_name = "CALL")]
    #[arg(default_value = "POST /clients/{id}/invite")]
    pub invite: String,
    /// The name of the address in the body of that call
    #[arg(long, env = "ROOSTED_INVITE_EMAIL_FIELD", hide_env_values = true, value_name = "NAME")]
    #[arg(default_value = "email")]
    pub invite_email_field: String,
    /// What is logged: error, warn, info, debug, trace, or target=level by commas
    #[arg(long, env = "ROOSTED_LOG", hide_env_values = true, value_name = "LEVELS")]
    #[arg(default_value = "info")]
    pub log: String,
    /// Run with a stand-in for the API in the same process; needs no key and keeps nothing
    #[arg(long)]
    pub demo: bool,
    /// Check the settings and end: 0 when they are right, 2 when not
    #[arg(long)]
    pub check: bool,
}

/// Something else than to open the door.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Write every change of a submission or an invitation as a line of JSON, the oldest first
    Audit(AuditArgs),
}

const AFTER_HELP: &str = "\
The API key has no flag, since other users of the machine can read those:
  ROOSTED_API_KEY_FILE names a file that holds it, or else
  ROOSTED_API_KEY holds it.";
