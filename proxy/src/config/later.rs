//! Settings of later versions: refused by name, since ignoring one would promise what is not done.

use super::{Args, Mistakes};

pub(super) fn refuse(args: &Args, mistakes: &mut Mistakes) {
    let not_yet =
        [("ROOSTED_JWT_ISSUER", &args.jwt_issuer), ("ROOSTED_JWT_AUDIENCE", &args.jwt_audience)];
    for (setting, value) in not_yet {
        if value.is_some() {
            mistakes.note(setting, TOKENS);
        }
    }
    if args.rate_limit.as_deref().is_some_and(|it| it.trim() != "off") {
        mistakes
            .note("ROOSTED_RATE_LIMIT", "this version has no rate limit: leave it out or `off`");
    }
}

/// Why there is no `jwt:` mode.
pub(super) const TOKENS: &str =
    "this version does not read tokens: use header:NAME behind a sign-in proxy";
