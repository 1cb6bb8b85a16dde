//! How many creates one user may begin.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::Quota;

use super::{Args, Mistakes};

/// A number of creates in a time, for each user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    creates: NonZeroU32,
    period: Duration,
}

/// More than any upstream takes, and few enough that the time of one can still be counted.
const MOST: u32 = 1_000_000;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

impl Default for RateLimit {
    fn default() -> Self {
        Self { creates: NonZeroU32::MIN.saturating_add(9), period: MINUTE }
    }
}

impl RateLimit {
    /// Reads a number and a time, such as `10/min`.
    ///
    /// # Errors
    ///
    /// Returns a sentence that says how it is written.
    pub fn read(text: &str) -> Result<Self, String> {
        let limit = text.split_once('/').and_then(|(creates, period)| {
            let period = match period.trim() {
                "s" => SECOND,
                "min" => MINUTE,
                "h" => HOUR,
                _ => return None,
            };
            let creates = creates.trim();
            // `+10` would be a number, too.
            let is_plain = creates.bytes().all(|it| it.is_ascii_digit());
            let creates = creates.parse().ok().filter(|it: &NonZeroU32| it.get() <= MOST);
            Some(Self { creates: creates.filter(|_| is_plain)?, period })
        });
        limit.ok_or_else(|| {
            format!("`{text}` is neither `off` nor a number and a time: N/s, N/min, N/h")
        })
    }

    /// All of them at once, then one whenever its share of the time has passed.
    pub(crate) fn quota(self) -> Quota {
        Quota::with_period(self.period / self.creates.get())
            .expect("a second has enough nanoseconds for `MOST`")
            .allow_burst(self.creates)
    }
}

/// Reads `ROOSTED_RATE_LIMIT`; the inner `None` is `off`.
#[expect(clippy::option_option, reason = "no limit, and a setting that cannot be read")]
pub(super) fn read(args: &Args, mistakes: &mut Mistakes) -> Option<Option<RateLimit>> {
    let Some(text) = args.rate_limit.as_deref() else {
        // A demo is there to be tried out.
        return Some((!args.demo).then(RateLimit::default));
    };
    mistakes.read("ROOSTED_RATE_LIMIT", text, |it| match it {
        "off" => Ok(None),
        limit => RateLimit::read(limit).map(Some),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ten_a_minute_are_ten_at_once_and_one_every_six_seconds() {
        let quota = RateLimit::default().quota();
        assert_eq!(Ok(RateLimit::default()), RateLimit::read("10/min"));
        assert_eq!(quota.burst_size().get(), 10);
        assert_eq!(quota.replenish_interval(), Duration::from_secs(6));
    }

    proptest! {
        #[test]
        fn every_number_and_time_is_read(creates in 1..=MOST, unit in 0..3_usize) {
            let (name, period) = [("s", SECOND), ("min", MINUTE), ("h", HOUR)][unit];
            let limit = RateLimit::read(&format!("{creates} / {name}")).unwrap();
            prop_assert_eq!((limit.creates.get(), limit.period), (creates, period));
            let quota = limit.quota();
            prop_assert_eq!(quota.burst_size().get(), creates);
            prop_assert_eq!(quota.replenish_interval(), period / creates);
        }

        #[test]
        fn whatever_else_there_is_is_refused(text in "[0-9+. a-z/-]{0,12}") {
            let limit = text.split_once('/').and_then(|(creates, period)| {
                let is_period = ["s", "min", "h"].contains(&period.trim());
                let digits = creates.trim();
                let is_number = digits.bytes().all(|it| it.is_ascii_digit());
                let number = digits.parse::<u64>().unwrap_or(0);
                (is_period && is_number && (1..=u64::from(MOST)).contains(&number)).then_some(())
            });
            prop_assert_eq!(RateLimit::read(&text).is_ok(), limit.is_some());
        }
    }
}
