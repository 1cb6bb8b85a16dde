//! The trace that a request belongs to (W3C Trace Context), from the caller through us to the
//! upstream.
//!
//! > **Invariant:** of what a caller says only two ids of hexadecimal digits and a yes or no go
//! > on; there is no `tracestate` and no baggage.

use std::fmt;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::{guard, otel};

/// Carries the trace, both ways.
pub(crate) const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// One piece of work in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trace {
    id: u128,
    span: u64,
    parent: Option<u64>,
    /// Whether somebody keeps the spans of this trace.
    sampled: bool,
}

tokio::task_local! {
    static CURRENT: Trace;
}

impl Trace {
    /// A piece of work that nobody asked for.
    pub(crate) fn new() -> Self {
        let id = fastrand::u128(1..);
        Self { id, span: fastrand::u64(1..), parent: None, sampled: otel::is_on() }
    }

    /// The work of a request: in the trace that its caller names well, else in a new one.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let value = guard::only(headers, &TRACEPARENT).ok().flatten();
        value.and_then(|it| Self::read(it.as_bytes())).unwrap_or_else(Self::new)
    }

    /// Reads version 00. Spans of a later one are in a trace of their own: what else it may carry
    /// is not known here.
    fn read(text: &[u8]) -> Option<Self> {
        let [b'0', b'0', b'-', rest @ ..] = text else { return None };
        let (id, rest) = rest.split_at_checked(32)?;
        let [b'-', rest @ ..] = rest else { return None };
        let (parent, rest) = rest.split_at_checked(16)?;
        let [b'-', flags @ ..] = rest else { return None };
        let id = number(id).filter(|it| *it != 0)?;
        let parent = number(parent).filter(|it| *it != 0)?;
        let flags = Some(flags).filter(|it| it.len() == 2).and_then(number)?;
        let parent = u64::try_from(parent).ok();
        Some(Self { id, span: fastrand::u64(1..), parent, sampled: flags & 1 == 1 })
    }

    /// The work that is under way, or new work where there is none.
    pub(crate) fn current() -> Self {
        CURRENT.try_with(|it| *it).unwrap_or_else(|_| Self::new())
    }

    /// Does work that belongs to this one.
    pub(crate) async fn within<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }

    /// A piece of this work.
    pub(crate) fn child(self) -> Self {
        Self { span: fastrand::u64(1..), parent: Some(self.span), ..self }
    }

    /// As the next one is told.
    pub(crate) fn header(self) -> HeaderValue {
        let Self { span, sampled, .. } = self;
        let text = format!("00-{}-{span:016x}-{:02x}", self.id(), u8::from(sampled));
        HeaderValue::try_from(text).expect("digits and hyphens")
    }

    /// The id of the whole trace, for the log.
    pub(crate) fn id(self) -> impl fmt::Display {
        Hexadecimal(self.id)
    }
}

/// Hexadecimal digits in lower case, as the specification has them.
fn number(digits: &[u8]) -> Option<u128> {
    digits.iter().try_fold(0, |number, digit| {
        let digit = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        Some(number << 4 | u128::from(digit))
    })
}

struct Hexadecimal(u128);

impl fmt::Display for Hexadecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

#[cfg(feature = "otel")]
impl Trace {
    /// The ids of the trace, of this work and of the one it belongs to; none if nobody keeps it.
    pub(crate) fn ids(self) -> Option<(u128, u64, Option<u64>)> {
        self.sampled.then_some((self.id, self.span, self.parent))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
    const SPAN: &str = "00f067aa0ba902b7";

    fn of(values: &[&str]) -> Trace {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(TRACEPARENT, HeaderValue::from_str(value).unwrap());
        }
        Trace::of(&headers)
    }

    #[test]
    fn a_caller_names_its_trace() {
        for (flags, kept) in [("00", false), ("01", true), ("03", true), ("fe", false)] {
            let trace = of(&[&format!("00-{TRACE}-{SPAN}-{flags}")]);
            assert_eq!(trace.id().to_string(), TRACE);
            assert_eq!(trace.parent, Some(0x00f0_67aa_0ba9_02b7));
            assert_eq!(trace.sampled, kept);
        }
    }

    #[test]
    fn a_name_that_is_none_begins_a_new_trace() {
        let zeros = "0".repeat(32);
        let good = format!("00-{TRACE}-{SPAN}-01");
        for text in [
            "",
            "00",
            TRACE,
            &format!("00-{zeros}-{SPAN}-01"),
            &format!("00-{TRACE}-{}-01", &zeros[..16]),
            &format!("01-{TRACE}-{SPAN}-01"),
            &format!("ff-{TRACE}-{SPAN}-01"),
            &format!("00-{TRACE}-{SPAN}-01-x"),
            &format!("00-{TRACE}-{SPAN}-"),
            &format!("00-{TRACE}-{SPAN}-1"),
            &format!("00-{TRACE}-{SPAN}-001"),
            &format!("00-{TRACE}-{SPAN}-0x"),
            &format!("00-{TRACE}-{SPAN}"),
            &format!("00_{TRACE}_{SPAN}_01"),
            &format!("00-{TRACE} -{SPAN}-01"),
            &good.to_uppercase(),
            &good.replace('4', "g"),
        ] {
            let trace = of(&[text]);
            assert_ne!(trace.id().to_string(), TRACE, "{text}");
            assert_eq!(trace.parent, None, "{text}");
        }
        assert_ne!(of(&[&good, &good]).id().to_string(), TRACE);
        assert_ne!(of(&[]).id, of(&[]).id);
    }

    proptest! {
        #[test]
        fn a_trace_is_gone_on_with_only_where_it_is_named_well(
            text in "0[01]-[0-9a-f]{31}[0-9a-fA-F]{0,2}-0{0,2}[0-9a-f]{15}-[0-9a-f]{1,3}(-[0-9a-f])?",
        ) {
            let digits = |it: &str, count| {
                let plain = it.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
                plain && it.len() == count && it.bytes().any(|it| it != b'0')
            };
            let parts: Vec<_> = text.split('-').collect();
            let well = matches!(parts[..], ["00", id, span, flags]
                if digits(id, 32) && digits(span, 16) && flags.len() == 2);
            let trace = of(&[&text]);
            prop_assert_eq!(trace.id().to_string() == parts[1], well);
            prop_assert_eq!(trace.parent.map(|it| format!("{it:016x}") == parts[2]), well.then_some(true));
            // However it came, the next one can read it.
            let next = trace.child().header();
            prop_assert_eq!(of(&[next.to_str().unwrap()]).id, trace.id);
        }
    }

    #[test]
    fn the_next_one_is_told_whose_it_is() {
        let trace = of(&[&format!("00-{TRACE}-{SPAN}-01")]);
        let child = trace.child();
        assert_eq!(child.parent, Some(trace.span));
        assert_eq!(child.header(), format!("00-{TRACE}-{:016x}-01", child.span).as_str());
        assert_eq!(of(&[child.header().to_str().unwrap()]).parent, Some(child.span));
    }

    #[tokio::test]
    async fn work_knows_what_it_belongs_to() {
        let trace = Trace::new();
        assert_eq!(trace.within(async { Trace::current() }).await, trace);
        assert_ne!(Trace::current().id, trace.id);
    }
}
