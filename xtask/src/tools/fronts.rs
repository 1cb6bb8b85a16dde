//! What stands in front of the proxy in the end-to-end tests, as it would in a portal.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::tools::{debian, find_for_root, wheels};
use crate::workspace::Workspace;

/// The programs of Debian, and the packages that bring them.
const PROGRAMS: [(&str, &str); 4] = [
    ("nginx", "nginx"),
    ("caddy", "caddy"),
    // Makes the certificates.
    ("openssl", "openssl"),
    // Reads the unit.
    ("systemd-analyze", "systemd"),
];

/// nginx, Caddy and Envoy, and what the other recipes are checked with.
#[derive(Debug)]
pub(crate) struct Fronts {
    nginx: PathBuf,
    caddy: PathBuf,
    wheels: PathBuf,
}

impl Fronts {
    /// Has all of them. The tests start them on ports of their own, with files of their own.
    ///
    /// # Errors
    ///
    /// Fails when one is missing and cannot be installed.
    pub(crate) fn ensure(workspace: &Workspace) -> Result<Self> {
        let missing: Vec<_> = PROGRAMS
            .into_iter()
            .filter(|(program, _)| find_for_root(program).is_none())
            .map(|(_, package)| package)
            .collect();
        if !missing.is_empty() {
            debian::install("what stands in front of the proxy", &missing)?;
        }
        let found = |program| {
            find_for_root(program)
                .with_context(|| format!("{program} was installed but is not there"))
        };
        Ok(Self {
            nginx: found("nginx")?,
            caddy: found("caddy")?,
            wheels: wheels::ensure(workspace)?,
        })
    }

    /// Where they are, as the tests ask for it.
    pub(crate) fn environment(&self) -> [(&'static str, PathBuf); 4] {
        [
            ("NGINX_BIN", self.nginx.clone()),
            ("CADDY_BIN", self.caddy.clone()),
            ("ENVOY_BIN", self.wheels.join("envoy/_bin/envoy")),
            ("KUBERNETES_SCHEMAS", self.wheels.join("kubernetes_validate/kubernetes-json-schema")),
        ]
    }
}
