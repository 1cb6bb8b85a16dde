//! An e-mail address, alone or with a name.

use roosted_contract::is_plausible_email;

use super::strip;

/// What stands around an address.
const AROUND: &str = "<>()[]\"',;:|-–•·";

/// An e-mail address and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mailbox<'t> {
    /// Empty where it says none.
    pub name: &'t str,
    /// The address.
    pub address: &'t str,
}

/// Reads `ada@example.org`, `Ada <ada@example.org>`, `mailto:ada@example.org` and the like.
pub fn mailbox(line: &str) -> Option<Mailbox<'_>> {
    let at = line.find('@')?;
    let is_end = |c: char| c.is_whitespace() || "<>()[]\"',;:|".contains(c);
    let start = line[..at].rfind(is_end).map_or(0, |it| it + 1);
    let end = line[at..].find(is_end).map_or(line.len(), |it| at + it);
    let address =
        line.get(start..end).map(|it| strip(it, AROUND)).filter(|it| is_plausible_email(it))?;
    let before = strip(&line[..start], AROUND);
    let before = strip(before.strip_suffix("mailto").unwrap_or(before), AROUND);
    let name = if before.is_empty() { strip(&line[end..], AROUND) } else { before };
    // The label of a signature is nobody's name.
    let is_label = ["mail", "email", "e-mail"].iter().any(|it| name.eq_ignore_ascii_case(it));
    Some(Mailbox { name: if is_label { "" } else { name }, address })
}
