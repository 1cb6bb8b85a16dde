//! Numbers, plural forms and times, as the browser knows them for each language.
//!
//! On the host, where only tests run, it is English.

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Date, Number, Object};
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
        let options: Object = object(&[("timeStyle", "short".into())]);
        Date::new(&double(at).into()).to_locale_time_string_with_options(locale, &options).into()
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

    /// On a clock of 24 hours, in UTC.
    pub(crate) fn time(_locale: &str, at: u64) -> String {
        let minutes = at / 60_000;
        format!("{}:{:02}", minutes / 60 % 24, minutes % 60)
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) use browser::{number, plural, time};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use english::{number, plural, time};
