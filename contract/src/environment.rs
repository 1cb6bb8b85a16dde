//! Where a record will land.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;

closed_set! {
    /// What kind of place the upstream is.
    EnvironmentName {
        /// The vendor's production API.
        Production = "production",
        /// The vendor's sandbox: test data only.
        Sandbox = "sandbox",
        /// The stand-in inside the proxy: gone when it stops.
        Demo = "demo",
        /// Some other upstream.
        Custom = "custom",
    }
    else
    /// A name this build does not know: shown as custom.
    Unknown
}

impl EnvironmentName {
    /// The environment an upstream host belongs to.
    pub fn of_host(host: &str) -> Self {
        match host {
            "api.roostedhr.com" => Self::Production,
            "sandbox.roostedhr.com" => Self::Sandbox,
            _ => Self::Custom,
        }
    }
}

/// The answer of `GET /environment`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// What kind of place it is.
    pub name: EnvironmentName,
    /// The upstream's host, without a scheme or port.
    pub upstream_host: String,
    /// The proxy's version.
    pub proxy_version: String,
}
