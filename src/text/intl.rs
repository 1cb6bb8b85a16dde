//! Numbers, plural forms and times, as the browser knows them for each language.
//!
//! On the host, where only tests run, it is English.

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Date, Number, Object};
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;

    use crate::object::object;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = Intl)]
        type PluralRules;

        #[wasm_bindgen(constructor, js_namespace = Intl)]
        fn new(locale: &str) -> PluralRules;

        #[wasm_bindgen(method)]
        fn select(this: &PluralRules, number: f64) -> String;
    }

    /// The category of `Intl.PluralRules`.
    pub(crate) fn plural(locale: &str, count: u64) -> String {
        PluralRules::new(locale).select(double(count))
    }

    /// A whole number.
    pub(crate) fn number(locale: &str, number: u64) -> String {
        Number::from(double(number)).to_locale_string(locale).into()
    }

    /// The time of day here at `at`, in milliseconds since 1970.
    pub(crate) fn time(locale: &str, at: u64) -> String {
        written(locale, &Date::new(&double(at).into()), &[("timeStyle", "short".into())])
    }

    /// A day and a time of day that somebody else wrote, year first; any other text stays as it is.
    pub(crate) fn date(locale: &str, text: &str) -> String {
        let date = Date::new(&text.into());
        // A browser takes a day alone for its midnight in Greenwich, and 4.11. for the eleventh of April.
        let is_both = text.as_bytes().get(4) == Some(&b'-') && text.contains(':');
        if date.get_time().is_nan() || !is_both {
            return text.to_owned();
        }
        let styles = [("dateStyle", "medium".into()), ("timeStyle", "short".into())];
        written(locale, &date, &styles)
    }

    fn written(locale: &str, date: &Date, styles: &[(&str, JsValue)]) -> String {
        let options: Object = object(styles);
        date.to_locale_string(locale, &options).into()
    }

    #[expect(clippy::cast_precision_loss, reason = "exact for lengths, and for 285,000 years")]
    fn double(number: u64) -> f64 {
        number as f64
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod english {
    /// `one` or `other`.
    pub(crate) fn plural(_locale: &str, count: u64) -> String {
        if count == 1 { "one" } else { "other" }.into()
    }

    /// With a comma at each thousand.
    pub(crate) fn number(_locale: &str, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }

    /// As it is.
    pub(crate) fn date(_locale: &str, text: &str) -> String {
        text.to_owned()
    }

    /// On a clock of 24 hours, in UTC.
    pub(crate) fn time(_locale: &str, at: u64) -> String {
        let minutes = at / 60_000;
        format!("{}:{:02}", minutes / 60 % 24, minutes % 60)
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{date, number, plural, time};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use english::{date, number, plural, time};
