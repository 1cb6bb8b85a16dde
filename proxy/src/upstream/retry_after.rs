//! How long the upstream asks to be left alone.

use std::time::SystemTime;

use axum::http::HeaderMap;
use axum::http::header::RETRY_AFTER;

/// Seconds to wait where the upstream names none, or nothing that can be read.
const DEFAULT: u64 = 30;

/// The most that is passed on: a person who reads "in a day" cannot use it.
const MOST: u64 = 3600;

/// Reads seconds or a date (RFC 9110, section 10.2.3).
pub(crate) fn seconds(headers: &HeaderMap, now: SystemTime) -> u64 {
    let text = headers.get(RETRY_AFTER).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let until = |date: SystemTime| date.duration_since(now).map_or(0, |it| it.as_secs());
    let asked =
        text.trim().parse().ok().or_else(|| httpdate::parse_http_date(text).ok().map(until));
    asked.unwrap_or(DEFAULT).clamp(1, MOST)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn asks(text: &'static str, expected: u64) {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
        let now = httpdate::parse_http_date("Tue, 24 Nov 2026 12:00:00 GMT").unwrap();
        assert_eq!(seconds(&headers, now), expected, "{text}");
    }

    #[test]
    fn seconds_and_dates_are_read_within_bounds() {
        asks("1", 1);
        asks(" 90 ", 90);
        asks("0", 1);
        asks("3600", 3600);
        asks("86400", 3600);
        asks("Tue, 24 Nov 2026 12:02:00 GMT", 120);
        asks("Tue, 24 Nov 2026 11:00:00 GMT", 1);
        asks("Wed, 25 Nov 2026 12:00:00 GMT", 3600);
    }

    #[test]
    fn what_cannot_be_read_is_the_default() {
        for text in ["", "soon", "-1", "1.5", "99999999999999999999999", "1; 2"] {
            asks(text, DEFAULT);
        }
        assert_eq!(seconds(&HeaderMap::new(), SystemTime::UNIX_EPOCH), DEFAULT);
    }

    proptest! {
        #[test]
        fn whatever_is_asked_the_wait_has_bounds(text in any::<Vec<u8>>(), now in any::<u32>()) {
            if let Ok(value) = HeaderValue::from_bytes(&text) {
                let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
                let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now.into());
                prop_assert!((1..=MOST).contains(&seconds(&headers, now)));
            }
        }

        #[test]
        fn seconds_and_their_date_ask_the_same(asked in any::<u32>(), now in any::<u32>()) {
            let asked = u64::from(asked);
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now.into());
            let date = httpdate::fmt_http_date(now + Duration::from_secs(asked));
            for text in [asked.to_string(), date] {
                let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
                prop_assert_eq!(seconds(&headers, now), asked.clamp(1, MOST), "{}", text);
            }
        }
    }
}
