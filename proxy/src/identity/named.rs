//! Names that a sign-in proxy puts into a header.

use std::borrow::Cow;
use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use ipnet::IpNet;

use super::{Known, Stranger, is_name};
use crate::guard;

/// Where a sign-in proxy writes who is asking, and which proxies are believed.
pub(super) struct Named {
    pub(super) header: HeaderName,
    pub(super) groups: Option<HeaderName>,
    pub(super) trusted: Vec<IpNet>,
}

impl Named {
    /// Who a trusted peer says is asking.
    pub(super) fn read<'p>(&self, parts: &'p Parts) -> Result<Known<'p>, Stranger> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // A dual-stack listener shows IPv4 peers as IPv6.
        let peer = peer.ok_or(Stranger::Untrusted)?.ip().to_canonical();
        if !self.trusted.iter().any(|it| it.contains(&peer)) {
            return Err(Stranger::Untrusted);
        }
        let value = guard::only(&parts.headers, &self.header).map_err(|_| Stranger::TwoNames)?;
        let name = text(value.ok_or(Stranger::Nameless)?).ok_or(Stranger::BadName)?;
        if !is_name(name) {
            return Err(Stranger::BadName);
        }
        Ok(Known { name: Cow::Borrowed(name), groups: self.groups(parts) })
    }

    /// The groups. Of two headers neither counts: one may have been brought along.
    fn groups(&self, parts: &Parts) -> Vec<String> {
        let header = self.groups.as_ref();
        let value = header.and_then(|it| guard::only(&parts.headers, it).ok().flatten());
        value.and_then(text).map(groups).unwrap_or_default()
    }
}

fn text(value: &HeaderValue) -> Option<&str> {
    str::from_utf8(value.as_bytes()).ok().map(str::trim)
}

/// Reads a list of groups, by commas.
fn groups(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|it| is_name(it)).map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_group_is_a_whole_member_of_the_list(list in "[ab, ]{0,12}") {
            let read = groups(&list);
            prop_assert!(read.iter().all(|it| is_name(it) && !it.contains(',')));
            let members: Vec<_> = list.split(',').map(str::trim).collect();
            prop_assert!(read.iter().all(|it| members.contains(&it.as_str())));
            let count = members.iter().filter(|it| !it.is_empty()).count();
            prop_assert_eq!(read.len(), count);
        }
    }
}
