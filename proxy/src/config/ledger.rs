//! Where submissions are kept, and when an open outcome is looked up.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::Url;
use secrecy::SecretString;

use super::{Args, Mistakes};
use crate::ledger::{LedgerKey, Place};

/// When an open outcome is looked up, counted from when it became open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconcile(Vec<Duration>);

/// As long as an outcome is kept: what is open for longer is nobody's to look up.
const MOST: Duration = Duration::from_hours(31 * 24);

impl Reconcile {
    /// Reads `2s,10s,2m`: one time or more, each later than the one before.
    ///
    /// # Errors
    ///
    /// Returns a sentence about the first that is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let time = |it: &str| {
            let time: Option<SignedDuration> = it.trim().parse().ok();
            let time = time.and_then(|it| Duration::try_from(it).ok()).filter(|it| *it <= MOST);
            let unlike =
                || format!("`{}` is not a time such as 10s or 2m, at most 744h", it.trim());
            time.ok_or_else(unlike)
        };
        let times: Vec<_> = text.split(',').map(time).collect::<Result<_, _>>()?;
        if times[0].is_zero() || !times.is_sorted_by(|a, b| a < b) {
            return Err("each time must be later than the one before".to_owned());
        }
        Ok(Self(times))
    }

    /// The first look.
    pub(crate) fn first(&self) -> Duration {
        self.0.first().copied().unwrap_or_default()
    }

    /// The next look after `elapsed`, if there is one.
    pub(crate) fn after(&self, elapsed: Duration) -> Option<Duration> {
        self.0.iter().copied().find(|it| *it > elapsed)
    }
}

/// Reads `ROOSTED_LEDGER` and `ROOSTED_LEDGER_KEY_FILE`. Nothing is made here.
pub(super) fn place(args: &Args, mistakes: &mut Mistakes) -> Option<Place> {
    if args.demo {
        let contradictions = [
            ("ROOSTED_LEDGER", args.ledger.is_some()),
            ("ROOSTED_LEDGER_KEY_FILE", args.ledger_key_file.is_some()),
        ];
        for (setting, _) in contradictions.into_iter().filter(|(_, is_set)| *is_set) {
            mistakes.note(setting, "--demo keeps its ledger in a temporary folder: leave it out");
        }
        return Some(Place::Temporary);
    }
    let url = args.ledger.as_deref().unwrap_or(DEFAULT);
    let place = mistakes.read("ROOSTED_LEDGER", url, address);
    let key =
        mistakes.read_if_set("ROOSTED_LEDGER_KEY_FILE", args.ledger_key_file.as_deref(), |file| {
            LedgerKey::from_file(Path::new(file)).map_err(|error| error.to_string())?;
            Ok(PathBuf::from(file))
        });
    match (place?, key.ok()?) {
        (Address::File(path), key) => Some(Place::File(path, key)),
        (Address::Postgres(url), Some(key)) => Some(Place::Postgres(url, key)),
        (Address::Postgres(_), None) => {
            let sentence = "it is required with PostgreSQL: a file with 32 random bytes as base64";
            mistakes.note("ROOSTED_LEDGER_KEY_FILE", sentence);
            None
        }
    }
}

enum Address {
    File(PathBuf),
    Postgres(SecretString),
}

const DEFAULT: &str = "sqlite:roosted-ledger.db";

/// No sentence repeats the address: it may hold a password.
fn address(text: &str) -> Result<Address, String> {
    if let Some(path) = text.strip_prefix("sqlite:") {
        let path = PathBuf::from(path);
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        if path.file_name().is_none() {
            return Err("it names no file: sqlite:roosted-ledger.db".to_owned());
        }
        if folder.is_some_and(|it| !it.is_dir()) {
            return Err("its folder is not there".to_owned());
        }
        return Ok(Address::File(path));
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => {
            Ok(Address::Postgres(SecretString::from(text)))
        }
        _ => Err("it is neither sqlite:PATH nor postgres://…".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::{milliseconds, now};

    proptest! {
        #[test]
        fn looks_come_one_after_the_other_and_the_last_one_ends_them(
            times in proptest::collection::btree_set(1_u64..=2_678_400, 1..8),
        ) {
            let list = times.iter().map(|it| format!("{it}s")).collect::<Vec<_>>().join(",");
            let read = Reconcile::read(&list).unwrap();
            let mut elapsed = Duration::ZERO;
            for time in times {
                let next = read.after(elapsed).unwrap();
                prop_assert_eq!(next, Duration::from_secs(time));
                prop_assert!(now().checked_add(milliseconds(next)).is_some());
                elapsed = next;
            }
            prop_assert_eq!(read.after(elapsed), None);
        }

        #[test]
        fn whatever_is_read_can_be_added_to_now(text in "[0-9]{1,20}(s|m|h|ms)(,[0-9]{1,20}h)?") {
            if let Ok(read) = Reconcile::read(&text) {
                let all = read.0.iter();
                prop_assert!(all.into_iter().all(|it| now().checked_add(milliseconds(*it)).is_some()));
                prop_assert!(read.first() > Duration::ZERO);
            }
        }
    }

    #[test]
    fn a_look_that_nobody_lives_to_see_is_refused() {
        assert!(Reconcile::read("744h").is_ok());
        for text in ["745h", "9223372036854775807s", "-1s", "0s"] {
            assert!(Reconcile::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_look_follows_the_one_before_and_the_last_is_the_last() {
        let times = Reconcile::read("2s,10s,30s,2m,10m,15m").unwrap();
        let after = |elapsed| times.after(Duration::from_millis(elapsed)).map(|it| it.as_secs());
        assert_eq!(times.first(), Duration::from_secs(2));
        for (elapsed, next) in [
            (0, Some(2)),
            (1999, Some(2)),
            (2000, Some(10)),
            (10_050, Some(30)),
            // A process that was away makes up for one look, not for each.
            (119_999, Some(120)),
            (120_000, Some(600)),
            (899_999, Some(900)),
            (900_000, None),
        ] {
            assert_eq!(after(elapsed), next, "{elapsed}");
        }
    }
}
