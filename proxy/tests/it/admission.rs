//! The settings of who may come in: said without holes and contradictions, or not at all.

use roosted_proxy::config::Access;

use crate::program::run;
use crate::settings::{refused, taken};

#[test]
fn beyond_loopback_a_name_and_an_origin_are_required() {
    let world = ["--listen", "0.0.0.0:8080"];
    refused(&world, &["ROOSTED_PUBLIC_ORIGIN", "ROOSTED_AUTH"]);
    let origin = [&world[..], &["--public-origin", "https://portal.example"]].concat();
    refused(&origin, &["ROOSTED_AUTH"]);
    refused(&[&origin[..], &["--auth", "none"]].concat(), &["ROOSTED_AUTH"]);
    let header = [&origin[..], &["--auth", "header:X-Forwarded-User"]].concat();
    refused(&header, &["ROOSTED_TRUSTED_PROXIES"]);
    taken(&[&header[..], &["--trusted-proxies", "10.0.0.0/8, ::1"]].concat());
}

#[test]
fn without_a_sign_in_it_starts_on_loopback_only() {
    let key = [("ROOSTED_API_KEY", "s3cret"), ("ROOSTED_PUBLIC_ORIGIN", "https://a.example")];
    let started = |flags: &[&str]| run(&[&["--check"], flags].concat(), &key).status.code();
    for address in ["127.0.0.1:0", "127.9.9.9:80", "[::1]:0"] {
        for auth in [&[][..], &["--auth", "none"]] {
            assert_eq!(started(&[&["--listen", address], auth].concat()), Some(0), "{address}");
        }
    }
    for address in [
        "0.0.0.0:0",
        "[::]:0",
        "192.0.2.1:80",
        "10.0.0.1:80",
        "169.254.1.1:80",
        "[fe80::1]:80",
        "[2001:db8::1]:80",
        "[::ffff:192.0.2.1]:80",
        "126.255.255.255:80",
        "128.0.0.1:80",
    ] {
        for auth in [&[][..], &["--auth", "none"]] {
            let flags = [&["--listen", address], auth].concat();
            assert_eq!(started(&flags), Some(2), "{address}");
            // Not only when it is asked: it does not start.
            let output = run(&flags, &key);
            assert_eq!(output.status.code(), Some(2), "{address}");
            assert!(output.stdout.is_empty());
            assert!(String::from_utf8(output.stderr).unwrap().contains("ROOSTED_AUTH"));
        }
        let header = ["--auth", "header:x-user", "--trusted-proxies", "10.0.0.4"];
        assert_eq!(started(&[&["--listen", address], &header[..]].concat()), Some(0), "{address}");
    }
}

#[test]
fn who_may_come_in_is_said_without_contradiction() {
    for auth in ["", "header", "header:", "header:X User", "basic", "none:x"] {
        refused(&["--auth", auth], &["ROOSTED_AUTH"]);
    }
    refused(&["--trusted-proxies", "10.0.0.1"], &["ROOSTED_TRUSTED_PROXIES"]);
    for auth in [&[][..], &["--auth", "none"]] {
        for (flag, setting) in [
            ("--allow-users", "ROOSTED_ALLOW_USERS"),
            ("--allow-groups", "ROOSTED_ALLOW_GROUPS"),
            ("--groups-header", "ROOSTED_GROUPS_HEADER"),
            ("--jwt-issuer", "ROOSTED_JWT_ISSUER"),
            ("--jwt-audience", "ROOSTED_JWT_AUDIENCE"),
            ("--jwt-user-claim", "ROOSTED_JWT_USER_CLAIM"),
            ("--jwt-groups-claim", "ROOSTED_JWT_GROUPS_CLAIM"),
        ] {
            refused(&[auth, &[flag, "ada"]].concat(), &[setting]);
        }
    }
    let header = ["--auth", "header:x-user", "--trusted-proxies"];
    for list in ["", "ten", "10.0.0.0/33", "10.0.0.1,", "*"] {
        refused(&[&header[..], &[list]].concat(), &["ROOSTED_TRUSTED_PROXIES"]);
    }
    for users in ["", "ada,,bob"] {
        let flags = [&header[..], &["::1", "--allow-users", users]].concat();
        refused(&flags, &["ROOSTED_ALLOW_USERS"]);
        let flags = [&header[..], &["::1", "--groups-header", "g", "--allow-groups", users]];
        refused(&flags.concat(), &["ROOSTED_ALLOW_GROUPS"]);
    }
    let header = [&header[..], &["::1"]].concat();
    taken(&[&header[..], &["--allow-groups", "a, b", "--groups-header", "x-groups"]].concat());
    for (flags, setting) in [
        (&["--allow-groups", "a"][..], "ROOSTED_GROUPS_HEADER"),
        (&["--groups-header", "x-groups"], "ROOSTED_GROUPS_HEADER"),
        (&["--allow-groups", "a", "--groups-header", "X-User"], "ROOSTED_GROUPS_HEADER"),
        (&["--allow-groups", "a", "--groups-header", "x groups"], "ROOSTED_GROUPS_HEADER"),
        (&["--jwt-issuer", "a"], "ROOSTED_JWT_ISSUER"),
        (&["--jwt-groups-claim", "a"], "ROOSTED_JWT_GROUPS_CLAIM"),
    ] {
        refused(&[&header[..], flags].concat(), &[setting]);
    }
}

#[test]
fn tokens_need_their_keys_in_secret_and_their_issuer_and_audience() {
    let whose = ["--jwt-issuer", "https://sso.example", "--jwt-audience", "portal"];
    for url in ["https://sso.example/jwks", "https://sso.example/jwks?p=a", "http://127.0.0.1:1/"] {
        let jwt = format!("--auth=jwt:{url}");
        let config = taken(&[&[jwt.as_str()], &whose[..]].concat());
        assert!(matches!(config.access, Access::Token { .. }));
        refused(&[&jwt], &["ROOSTED_JWT_ISSUER", "ROOSTED_JWT_AUDIENCE"]);
        refused(&[&[jwt.as_str()], &whose[..2]].concat(), &["ROOSTED_JWT_AUDIENCE"]);
        refused(&[&[jwt.as_str()], &whose[2..]].concat(), &["ROOSTED_JWT_ISSUER"]);
    }
    for url in [
        "",
        "sso.example",
        "http://sso.example/jwks",
        "http://192.0.2.1/",
        "ftp://127.0.0.1/",
        "https://user:s3cret@sso.example/",
        "https://user@sso.example/",
        "https://sso.example/#a",
    ] {
        refused(&[&[format!("--auth=jwt:{url}").as_str()], &whose[..]].concat(), &["ROOSTED_AUTH"]);
    }
    let jwt = [&["--auth", "jwt:https://sso.example/jwks"], &whose[..]].concat();
    let world = ["--listen", "0.0.0.0:8080", "--public-origin", "https://portal.example"];
    taken(&[&jwt[..], &world].concat());
    let claims = ["--jwt-user-claim", "email", "--jwt-groups-claim", "/realm_access/roles"];
    taken(&[&jwt[..], &claims, &["--allow-groups", "staff"]].concat());
    for (flag, value, setting) in [
        ("--jwt-user-claim", "", "ROOSTED_JWT_USER_CLAIM"),
        ("--jwt-groups-claim", "roles", "ROOSTED_JWT_GROUPS_CLAIM"),
        ("--trusted-proxies", "::1", "ROOSTED_TRUSTED_PROXIES"),
        ("--groups-header", "x-groups", "ROOSTED_GROUPS_HEADER"),
    ] {
        refused(&[&jwt[..], &[flag, value]].concat(), &[setting]);
    }
}
