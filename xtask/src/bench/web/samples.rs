//! What the scripts saw.

use std::fmt;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Ours,
    React,
    Handwritten,
    /// Fields that nobody listens to.
    Floor,
}

/// One number of one page.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) page: Page,
    /// What it tells, with its unit.
    pub(crate) what: String,
    /// Under which conditions.
    pub(crate) at: String,
    pub(crate) value: f64,
}

/// Everything of one run.
#[derive(Debug)]
pub(crate) struct Samples {
    /// The version of the browser.
    pub(crate) browser: String,
    pub(crate) all: Vec<Sample>,
}

impl Page {
    const ALL: [Self; 4] = [Self::Ours, Self::React, Self::Handwritten, Self::Floor];

    /// What the scripts call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::React => "react",
            Self::Handwritten => "handwritten",
            Self::Floor => "floor",
        }
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ours => "ours",
            Self::React => "React",
            Self::Handwritten => "by hand",
            Self::Floor => "floor",
        })
    }
}

impl Samples {
    /// Reads what the scripts wrote.
    ///
    /// # Errors
    ///
    /// Fails when it is something else.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text)?;
        let browser = value["browser"].as_str().context("no version of the browser")?.to_owned();
        let all = value["samples"].as_array().context("no samples")?;
        let all = all.iter().map(|it| sample(it).with_context(|| format!("no sample: {it}")));
        Ok(Self { browser, all: all.collect::<Result<_>>()? })
    }
}

fn sample(value: &Value) -> Option<Sample> {
    let text = |name: &str| value[name].as_str();
    let page = text("page")?;
    Some(Sample {
        page: Page::ALL.into_iter().find(|it| it.name() == page)?,
        what: text("what")?.to_owned(),
        at: text("at")?.to_owned(),
        value: value["value"].as_f64()?,
    })
}

/// The number in the middle, or the mean of the two that are.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        Some(values[middle])
    } else {
        Some(f64::midpoint(*values.get(middle.checked_sub(1)?)?, values[middle]))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Samples as they could have been seen.
    pub(crate) fn samples(seen: &[(Page, &str, &str, f64)]) -> Samples {
        let all = seen.iter().map(|(page, what, at, value)| Sample {
            page: *page,
            what: (*what).to_owned(),
            at: (*at).to_owned(),
            value: *value,
        });
        Samples { browser: "142.0".to_owned(), all: all.collect() }
    }

    #[test]
    fn samples_are_read() {
        let text = r#"{ "browser": "142.0", "samples": [
            { "page": "react", "what": "live, ms", "at": "cold", "value": 12.5 }
        ] }"#;

        let samples = Samples::read(text).unwrap();

        assert_eq!(samples.browser, "142.0");
        let [sample] = &samples.all[..] else { panic!("{samples:?}") };
        assert_eq!((sample.page, sample.value), (Page::React, 12.5));
        assert_eq!((&*sample.what, &*sample.at), ("live, ms", "cold"));
    }

    #[test]
    fn what_is_no_sample_is_refused() {
        for wrong in [
            r#"{ "page": "vue", "what": "live, ms", "at": "cold", "value": 1 }"#,
            r#"{ "page": "react", "what": "live, ms", "at": "cold", "value": null }"#,
            r#"{ "page": "react", "at": "cold", "value": 1 }"#,
        ] {
            let text = format!(r#"{{ "browser": "142.0", "samples": [{wrong}] }}"#);
            assert!(Samples::read(&text).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 9.0]), Some(3.0));
        assert_eq!(median(vec![]), None);
    }
}
