//! Whose tokens are taken, and what they say.

use reqwest::Url;
use serde_json::{Map, Value};

use super::origin::is_loopback;
use super::{Args, Mistakes};

/// Whose tokens are taken, and where in them a user is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Where the issuer publishes its keys.
    pub keys: Url,
    /// The claim `iss`.
    pub issuer: String,
    /// One of the claim `aud`.
    pub audience: String,
    /// The claim that names the user.
    pub user: Claim,
    /// The claim that lists the user's groups.
    pub groups: Claim,
}

/// Where a claim is: by its name, or by a JSON pointer into a larger one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim(String);

impl Claim {
    /// A claim, by its name or by a pointer, which begins with a slash.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The claim in a token.
    pub(crate) fn find<'c>(&self, claims: &'c Map<String, Value>) -> Option<&'c Value> {
        let Some(path) = self.0.strip_prefix('/') else { return claims.get(&self.0) };
        let (name, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
        let name = name.replace("~1", "/").replace("~0", "~");
        claims.get(&name)?.pointer(rest)
    }
}

/// Reads the settings that belong to `ROOSTED_AUTH=jwt:<url>`.
pub(super) fn read(keys: Url, args: &Args, mistakes: &mut Mistakes) -> Option<Tokens> {
    let mut required = |setting, value: Option<&str>, sentence| {
        let value = mistakes.read_if_set(setting, value, |it| Ok(it.to_owned())).ok()?;
        if value.is_none() {
            mistakes.note(setting, sentence);
        }
        value
    };
    let issuer = required(
        "ROOSTED_JWT_ISSUER",
        args.jwt_issuer.as_deref(),
        "jwt:URL needs the issuer of the tokens",
    );
    let audience = required(
        "ROOSTED_JWT_AUDIENCE",
        args.jwt_audience.as_deref(),
        "jwt:URL needs the audience of the tokens: those for others must not open this door",
    );
    let mut claim = |setting, given: &Option<String>, otherwise| {
        mistakes.read(setting, given.as_deref().unwrap_or(otherwise), |it| Ok(Claim::new(it)))
    };
    let user = claim("ROOSTED_JWT_USER_CLAIM", &args.jwt_user_claim, "sub");
    let groups = claim("ROOSTED_JWT_GROUPS_CLAIM", &args.jwt_groups_claim, "groups");
    Some(Tokens { keys, issuer: issuer?, audience: audience?, user: user?, groups: groups? })
}

/// Reads where the keys are: by https, or by http on this machine. Who could change the answer
/// could sign tokens. No sentence repeats the address.
pub(super) fn address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "jwt: needs the address of the keys".to_owned())?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        _ => return Err("the keys must come by https: only this machine's may by http".to_owned()),
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err("the address of the keys must not hold a user, a password or a #".to_owned());
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_claim_is_found_by_name_or_by_pointer() {
        let claims = json!({
            "sub": "ada", "https://example.com/groups": ["a"], "a/b": 1, "~": 2,
            "realm_access": { "roles": ["b"] },
        });
        let claims = claims.as_object().unwrap();
        for (name, value) in [
            ("sub", json!("ada")),
            ("/sub", json!("ada")),
            ("https://example.com/groups", json!(["a"])),
            ("/realm_access/roles", json!(["b"])),
            ("/realm_access/roles/0", json!("b")),
            ("/a~1b", json!(1)),
            ("/~0", json!(2)),
        ] {
            assert_eq!(Claim::new(name).find(claims), Some(&value), "{name}");
        }
        for name in ["Sub", "", "/", "/realm_access/", "realm_access/roles", "/sub/0"] {
            assert_eq!(Claim::new(name).find(claims), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_pointer_finds_what_serde_json_finds(name in "/[a~/01]{0,8}", key in "[a~/]{0,3}") {
            let claims = json!({ key: { "a": [1, { "": 2 }] }, "": { "": 3 } });
            let found = Claim::new(name.as_str()).find(claims.as_object().unwrap());
            prop_assert_eq!(found, claims.pointer(&name));
        }
    }
}
