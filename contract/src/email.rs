//! Whether a text looks like an e-mail address.

use crate::text::is_dropped_at_the_ends;

/// Whether an e-mail could be sent to this address.
///
/// A look, not a proof: one `@`, something before it, a domain with a dot after it, and nothing
/// that could end a header, start a second address or hide. Letters of any script are welcome.
///
/// # Examples
///
/// ```
/// use roosted_contract::is_plausible_email;
///
/// assert!(is_plausible_email("ada@example.org"));
/// assert!(!is_plausible_email("ada@example"));
/// assert!(!is_plausible_email("Ada <ada@example.org>"));
/// ```
pub fn is_plausible_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |c: char| {
        !c.is_control()
            && !matches!(c, '@' | '<' | '>' | ',' | ';' | ':' | '"')
            // Left behind by copying. The two joiners are letters' parts in some scripts.
            && (!is_dropped_at_the_ends(c) || matches!(c, '\u{200C}' | '\u{200D}'))
    };
    let label = |it: &str| !it.is_empty() && !it.starts_with('-') && !it.ends_with('-');
    !local.is_empty()
        && text.chars().filter(|c| *c != '@').all(plain)
        && !domain.contains('@')
        && domain.contains('.')
        && domain.split('.').all(label)
}
