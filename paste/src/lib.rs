//! What a pasted block of text says about a client.
//!
//! People copy a client from a mail, a signature or a map, and would take it apart by hand. Here it
//! is read line by line: what has a label, what is an e-mail address, the line of the city, what is above
//! it. It is a guess, so a person sees it before anything is filled in; whatever is in no field is shown as
//! left over, and nothing is made up.
//!
//! A crate of its own, so that it becomes a module of its own: a browser loads it when somebody pastes.

mod export;
mod head;
mod label;
mod mailbox;
mod place;

use std::fmt;

use roosted_contract::{Draft, Field, text};

pub use label::Labels;
pub use mailbox::{Mailbox, mailbox};

/// More is no address of anybody, in bytes.
const MOST: usize = 2_000;

/// What was found in a pasted text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// What belongs into which field.
    pub fields: Draft,
    /// The lines that belong into none.
    pub rest: Vec<String>,
}

impl Pasted {
    /// How many fields there is something for.
    pub fn count(&self) -> usize {
        Field::ALL.into_iter().filter(|it| !self.fields.get(*it).is_empty()).count()
    }

    /// Puts a line into a field that is still empty.
    fn take(&mut self, field: Field, line: &str) {
        if line.is_empty() {
            return;
        }
        if self.fields.get(field).is_empty() {
            self.fields.set(field, line);
        } else {
            self.rest.push(line.to_owned());
        }
    }
}

/// Personal data stays out of logs: only the name of the type.
impl fmt::Debug for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pasted { .. }")
    }
}

/// Takes a text apart that was pasted into `target`; `labels` are what fields are called.
///
/// `None` where it is no block of at least two fields. Only an e-mail address that comes with more than itself, in
/// the field of the e-mail address, is enough alone.
///
/// # Examples
///
/// ```
/// use roosted_paste::{Labels, read};
/// use roosted_contract::Field;
///
/// let text = "Blue Door Catering\nAda Lovelace\n12 Main St\nSpringfield, IL 62704";
/// let pasted = read(text, Field::Name, &Labels::default()).unwrap();
/// assert_eq!(pasted.fields.get(Field::PostalCode), "62704");
/// assert_eq!(pasted.fields.get(Field::ContactName), "Ada Lovelace");
/// ```
pub fn read(pasted: &str, target: Field, labels: &Labels) -> Option<Pasted> {
    if pasted.len() > MOST {
        return None;
    }
    let mut found = Pasted::default();
    let mut plain = Vec::new();
    let mut expected = None;
    for line in lines(pasted) {
        let labelled = expected.take().map(|field| (field, line)).or_else(|| labels.of(line));
        match (labelled, mailbox(labelled.map_or(line, |it| it.1))) {
            (Some((field, "")), _) => expected = Some(field),
            (Some((Field::ContactEmail, _)) | None, Some(Mailbox { name, address })) => {
                found.take(Field::ContactEmail, address);
                found.take(Field::ContactName, name);
            }
            (Some((field, value)), _) => found.take(field, value),
            (None, None) if is_reach(line) => found.rest.push(line.to_owned()),
            (None, None) => plain.push(line),
        }
    }
    // One that is copied from a map is one line.
    if let [line] = plain[..] {
        plain = place::parts(line);
    }
    let place = place::find(&plain);
    let lines = place.as_ref().map_or(plain.len()..plain.len(), |it| it.lines.clone());
    head::read(&plain[..lines.start], target, place.is_some(), &mut found);
    if let Some(place) = place {
        found.take(Field::City, place.city);
        found.take(Field::State, place.state);
        found.take(Field::PostalCode, place.postal_code);
    }
    found.rest.extend(plain[lines.end..].iter().map(|it| (*it).to_owned()));
    let is_mailbox = target == Field::ContactEmail
        && !found.fields.get(Field::ContactEmail).is_empty()
        && found.fields.get(Field::ContactEmail) != text::clean(pasted);
    (found.count() > usize::from(!is_mailbox)).then_some(found)
}

/// The lines of a text that say something; the cells of a table are lines as well.
fn lines(pasted: &str) -> impl Iterator<Item = &str> {
    pasted.split(|c| c < ' ' || c == '\u{2028}').map(trim).filter(|line| !line.is_empty())
}

/// Without what sets lines and parts of them apart.
fn trim(text: &str) -> &str {
    strip(text, ",;:|•·–")
}

/// Without these signs, and what nobody sees, at its ends.
fn strip<'t>(text: &'t str, signs: &str) -> &'t str {
    text.trim_matches(|c| text::is_dropped_at_the_ends(c) || signs.contains(c))
}

/// Whether a line is a telephone number or an address of the web, for which there is no field.
fn is_reach(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_alphabetic() || ".: ".contains(c));
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let is_number =
        digits > 6 && number.bytes().all(|c| c.is_ascii_digit() || b" +-()./".contains(&c));
    is_number || line.starts_with("http") || line.starts_with("www.")
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|it| it.is_ascii_digit())
}
