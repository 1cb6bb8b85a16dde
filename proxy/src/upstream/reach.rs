//! Which addresses the upstream may have.
//!
//! Whoever controls a name, or the answer of a name server, could lead the key into this network:
//! to another service, or to the one that hands out the credentials of a machine. So the addresses
//! of a name are judged each time a connection is made, and those are connected to that were judged.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Which addresses the upstream may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those of the internet.
    Public,
    /// Private ones, too: `ROOSTED_ALLOW_PRIVATE_UPSTREAM`.
    Private,
    /// Loopback alone, since the address itself says so.
    ThisMachine,
}

/// An address that the upstream must not have.
#[derive(Debug, thiserror::Error)]
#[error("{host} leads to {kind}{}", .kind.advice())]
pub(crate) struct Forbidden {
    host: String,
    kind: Kind,
}

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Public,
    Loopback,
    Private,
    /// Where machines find one another, and their credentials.
    LinkLocal,
    /// Nobody's in particular: many, none, or of no known use.
    Nobodys,
}

impl Reach {
    /// What the address in the settings may lead to. Who writes a loopback address, or the name
    /// that is reserved for it, means this machine and no other.
    pub(crate) fn of(url: &Url, allow_private: bool) -> Self {
        match literal(url) {
            Some(ip) if kind(ip) == Kind::Loopback => Self::ThisMachine,
            None if url.host_str() == Some("localhost") => Self::ThisMachine,
            _ if allow_private => Self::Private,
            _ => Self::Public,
        }
    }

    /// Judges an address that is no name: nobody looks it up later.
    ///
    /// # Errors
    ///
    /// Returns [`Forbidden`].
    pub(crate) fn judge_literal(self, url: &Url) -> Result<(), Forbidden> {
        literal(url).map_or(Ok(()), |ip| self.judge(url.host_str().unwrap_or_default(), ip))
    }

    fn judge(self, host: &str, ip: IpAddr) -> Result<(), Forbidden> {
        let kind = kind(ip);
        let allowed = match self {
            Self::Public => kind == Kind::Public,
            Self::Private => kind != Kind::Nobodys,
            Self::ThisMachine => kind == Kind::Loopback,
        };
        if allowed { Ok(()) } else { Err(Forbidden { host: host.to_owned(), kind }) }
    }
}

impl Kind {
    fn advice(self) -> &'static str {
        match self {
            Self::Loopback | Self::Private | Self::LinkLocal => {
                "; if that is meant, set ROOSTED_ALLOW_PRIVATE_UPSTREAM=true"
            }
            Self::Public | Self::Nobodys => "",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Public => "an address beyond this machine",
            Self::Loopback => "a loopback address",
            Self::Private => "a private address",
            Self::LinkLocal => "a link-local address",
            Self::Nobodys => "an address that is no host's",
        })
    }
}

fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn kind(ip: IpAddr) -> Kind {
    match ip {
        IpAddr::V4(ip) => kind_of_v4(ip),
        IpAddr::V6(ip) => kind_of_v6(ip),
    }
}

fn kind_of_v4(ip: Ipv4Addr) -> Kind {
    match ip.octets() {
        [127, ..] => Kind::Loopback,
        [169, 254, ..] => Kind::LinkLocal,
        // Behind the network of a provider, and of some clouds' own services.
        [100, 64..=127, ..] | [192, 0, 0, _] | [198, 18..=19, ..] => Kind::Private,
        _ if ip.is_private() => Kind::Private,
        [0 | 224..=255, ..] => Kind::Nobodys,
        _ => Kind::Public,
    }
}

fn kind_of_v6(ip: Ipv6Addr) -> Kind {
    let within =
        |high: u16, low: u16| kind_of_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match ip.segments() {
        _ if ip.is_loopback() => Kind::Loopback,
        _ if ip.is_unspecified() || ip.is_multicast() => Kind::Nobodys,
        _ if ip.is_unicast_link_local() => Kind::LinkLocal,
        // With the site-local ones of former times.
        [first, ..] if ip.is_unique_local() || first & 0xffc0 == 0xfec0 => Kind::Private,
        // Those that carry an address of version 4: mapped, compatible, translated, and 6to4.
        [0, 0, 0, 0, _, _, high, low]
        | [0x64, 0xff9b, 0, 0, _, _, high, low]
        | [0x2002, high, low, ..] => within(high, low),
        [0x64, 0xff9b, 1, ..] => Kind::Private,
        _ => Kind::Public,
    }
}

/// Looks names up, and lets through what may be reached.
pub(super) struct Resolver<L> {
    pub(super) reach: Reach,
    pub(super) lookup: L,
}

/// How this machine looks names up.
pub(super) struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

impl<L: Resolve> Resolve for Resolver<L> {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, host) = (self.reach, name.as_str().to_owned());
        let found = self.lookup.resolve(name);
        Box::pin(async move {
            let found: Vec<SocketAddr> = found.await?.collect();
            // One that must not be reached makes the whole answer suspect.
            found.iter().try_for_each(|it| reach.judge(&host, it.ip()))?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

impl Reach {
    /// How the upstream's name is looked up.
    pub(super) fn resolver(self) -> Arc<dyn Resolve> {
        Arc::new(Resolver { reach: self, lookup: System })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[track_caller]
    fn are(expected: Kind, addresses: &[&str]) {
        for address in addresses {
            assert_eq!(kind(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn every_address_is_for_something() {
        are(Kind::Public, &["1.1.1.1", "93.184.216.34", "172.15.0.1", "172.32.0.1", "11.0.0.1"]);
        are(Kind::Public, &["100.63.0.1", "100.128.0.1", "192.0.2.1", "223.255.255.255"]);
        are(Kind::Public, &["2606:4700::1111", "64:ff9b::101:101", "2002:101:101::"]);
        are(Kind::Loopback, &["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"]);
        are(Kind::Loopback, &["::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]);
        are(Kind::Private, &["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"]);
        are(Kind::Private, &["100.64.0.1", "100.100.100.200", "198.18.0.1", "192.0.0.192"]);
        are(Kind::Private, &["fc00::1", "fd00:ec2::254", "fec0::1", "::ffff:10.0.0.1"]);
        are(Kind::Private, &["64:ff9b::a00:1", "64:ff9b:1::1", "2002:c0a8:101::1"]);
        are(Kind::LinkLocal, &["169.254.169.254", "169.254.0.1", "fe80::1", "febf::1"]);
        are(Kind::LinkLocal, &["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"]);
        are(Kind::Nobodys, &["0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1"]);
        are(Kind::Nobodys, &["255.255.255.255", "::", "ff02::1", "::ffff:0.0.0.0"]);
    }

    /// What the settings lead to, and whether an address in them is refused at start.
    #[track_caller]
    fn reach(url: &str, allow_private: bool) -> (Reach, bool) {
        let url = Url::parse(url).unwrap();
        let reach = Reach::of(&url, allow_private);
        (reach, reach.judge_literal(&url).is_ok())
    }

    #[test]
    fn who_writes_a_loopback_address_means_it() {
        for url in ["http://127.0.0.1:9000/api", "https://[::1]:9000/", "https://127.1/api"] {
            assert_eq!(reach(url, false), (Reach::ThisMachine, true), "{url}");
        }
        assert_eq!(reach("http://localhost:9000/", true), (Reach::ThisMachine, true));
    }

    #[test]
    fn other_addresses_of_this_network_need_the_setting() {
        for url in ["https://10.0.0.5/api", "https://169.254.169.254/", "https://[fd00:ec2::254]/"]
        {
            assert_eq!(reach(url, false), (Reach::Public, false), "{url}");
            assert_eq!(reach(url, true), (Reach::Private, true), "{url}");
        }
        for url in ["https://0.0.0.0/", "https://[::]/", "https://224.0.0.1/", "https://0/"] {
            assert!(!reach(url, false).1 && !reach(url, true).1, "{url}");
        }
        assert_eq!(reach("https://93.184.216.34/", false), (Reach::Public, true));
        assert_eq!(reach("https://api.roostedhr.com/", false), (Reach::Public, true));
    }

    /// A name server that gives another answer each time.
    struct Rebinding(&'static [&'static [&'static str]], AtomicUsize);

    impl Resolve for Rebinding {
        fn resolve(&self, _: Name) -> Resolving {
            let answer = self.0[self.1.fetch_add(1, Ordering::Relaxed)];
            let found: Vec<SocketAddr> =
                answer.iter().map(|it| (it.parse::<IpAddr>().unwrap(), 0).into()).collect();
            Box::pin(async { Ok(Box::new(found.into_iter()) as Addrs) })
        }
    }

    #[tokio::test]
    async fn a_name_is_judged_each_time_by_all_its_addresses() {
        let answers: &[&[&str]] = &[
            &["93.184.216.34", "2606:4700::1111"],
            &["127.0.0.1"],
            &["93.184.216.34", "10.0.0.5"],
            &["169.254.169.254"],
            &["93.184.216.34"],
        ];
        let lookup = Rebinding(answers, AtomicUsize::new(0));
        let resolver = Resolver { reach: Reach::Public, lookup };
        for (allowed, why) in [(2, ""), (0, "loopback"), (0, "private"), (0, "link-local"), (1, "")]
        {
            match resolver.resolve("api.example".parse().unwrap()).await {
                Ok(found) => assert_eq!(found.count(), allowed),
                Err(error) => {
                    assert_eq!(allowed, 0);
                    let error = error.to_string();
                    assert!(error.starts_with("api.example leads to a"), "{error}");
                    assert!(error.contains(why) && error.contains("ROOSTED_ALLOW_PRIVATE"));
                }
            }
        }
    }

    #[tokio::test]
    async fn localhost_leads_nowhere_else() {
        let lookup = Rebinding(&[&["93.184.216.34"], &["10.0.0.5"]], AtomicUsize::new(0));
        let resolver = Resolver { reach: Reach::ThisMachine, lookup };
        for _ in 0..2 {
            assert!(resolver.resolve("localhost".parse().unwrap()).await.is_err());
        }
        let resolver = Resolver { reach: Reach::ThisMachine, lookup: System };
        assert!(resolver.resolve("localhost".parse().unwrap()).await.is_ok());
    }

    #[tokio::test]
    async fn that_is_why_nothing_was_sent() {
        let client = reqwest::Client::builder()
            .no_proxy()
            .dns_resolver(Reach::Public.resolver())
            .tls_backend_preconfigured(super::super::tls(false).unwrap());
        let request = client.build().unwrap().get("http://localhost:1/").send();
        let error = request.await.unwrap_err();
        assert!(error.is_connect());
        let why = super::super::chain(&error);
        assert!(why.contains("localhost leads to a loopback address"), "{why}");
    }
}
