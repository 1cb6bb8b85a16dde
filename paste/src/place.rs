//! The line of the city.
//!
//! By the shapes of postal codes, since no list of cities is loaded.

use std::ops::Range;

use super::{has_digit, trim};

/// The postal codes of most of the world: `0` is a digit, `A` a capital. A longer one comes before a
/// shorter one that it contains.
const CODES: [&str; 19] = [
    "00000-0000",
    "00000",
    "00-000",
    "000 00",
    "0000 AA",
    "0000AA",
    "0000",
    "A0A 0A0",
    "A0A0A0",
    "AA00 0AA",
    "AA0A 0AA",
    "AA0 0AA",
    "A00 0AA",
    "A0A 0AA",
    "A0 0AA",
    "AA000AA",
    "AA00AA",
    "A000AA",
    "A00AA",
];

/// What streets end with, where a number before them is that of a house.
const STREETS: [&str; 12] =
    ["st", "street", "ave", "avenue", "rd", "road", "blvd", "dr", "drive", "ln", "lane", "way"];

/// What companies are, after a comma.
const FORMS: [&str; 6] = ["Inc", "LLC", "Ltd", "LLP", "Corp", "Co."];

/// A place, and where it stands among the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place<'t> {
    pub(super) city: &'t str,
    pub(super) state: &'t str,
    pub(super) postal_code: &'t str,
    pub(super) lines: Range<usize>,
}

/// The last line that is that of a city.
pub(super) fn find<'t>(lines: &[&'t str]) -> Option<Place<'t>> {
    let (at, mut place) =
        lines.iter().enumerate().rev().find_map(|(at, line)| Some((at, read(line)?)))?;
    place.lines = at..at + 1;
    // In Britain the code has a line of its own, below the city.
    if place.city.is_empty() {
        place.lines.start = at.checked_sub(1)?;
        place.city = lines[place.lines.start];
    }
    Some(place)
}

/// The parts of an address that is written in one line, or the line.
pub(super) fn parts(line: &str) -> Vec<&str> {
    let is_place =
        |rest| read(rest).is_some_and(|it| !it.city.is_empty() && !it.city.contains(','));
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(comma) = line[at..].find(',') {
        at += comma + 1;
        let rest = trim(&line[at..]);
        // "Blue Door, Inc." is one part.
        if !FORMS.iter().any(|it| rest.starts_with(it)) {
            parts.push(trim(&line[from..at]));
            from = at;
        }
        if is_place(rest) {
            parts.push(rest);
            return parts;
        }
    }
    vec![line]
}

fn read(line: &str) -> Option<Place<'_>> {
    with_code(line).or_else(|| {
        // The country, which has no field.
        let (before, country) = line.rsplit_once(',')?;
        if has_digit(country) { None } else { with_code(before) }
    })
}

/// `Springfield, IL 62704`, `Ottawa ON K1A 0B1`, `10115 Berlin`, `06600 Ciudad de México, CDMX`, and a code
/// alone.
fn with_code(line: &str) -> Option<Place<'_>> {
    let shape = shape(line);
    CODES.iter().find_map(|code| {
        if let Some(before) = shape.strip_suffix(code) {
            // It begins where a word begins.
            let is_word = before.is_empty() || before.ends_with([' ', ',']);
            return if is_word { code_last(line, before.len()) } else { None };
        }
        // A country may stand before it: `D-10115`.
        let start = shape.find('-').filter(|at| *at < 4).map_or(0, |at| at + 1);
        let after = shape[start..].strip_prefix(code)?;
        if after.starts_with(' ') { code_first(&line[start..], code.len()) } else { None }
    })
}

fn code_first(line: &str, length: usize) -> Option<Place<'_>> {
    let (postal_code, place) = line.split_at(length);
    let place = trim(place);
    let (_, last) = place.rsplit_once(' ').unwrap_or(("", place));
    let last = last.strip_suffix('.').unwrap_or(last);
    let is_street = STREETS.iter().any(|it| it.eq_ignore_ascii_case(last));
    if is_street || starts_with_digit(place) {
        return None;
    }
    let (city, state) = place.split_once(',').unwrap_or((place, ""));
    Some(Place { city: trim(city), state: trim(state), postal_code, lines: 0..0 })
}

fn code_last(line: &str, at: usize) -> Option<Place<'_>> {
    let (before, postal_code) = line.split_at(at);
    let before = trim(before);
    let short = |state: &str| matches!(&*shape(state), "AA" | "AAA");
    let (city, state) = match (before.rsplit_once(','), before.rsplit_once(' ')) {
        (Some(split), _) => split,
        (None, Some((city, state))) if short(state) => (city, state),
        _ => (before, ""),
    };
    let (city, state) = (trim(city), trim(state));
    // A number alone may be any number, and one of four digits that of a room.
    let is_vague = match postal_code.len() {
        4 => !short(state),
        5 => city.is_empty(),
        _ => false,
    };
    let is_box = city.to_ascii_lowercase().ends_with("box");
    if is_vague || is_box || starts_with_digit(city) || has_digit(state) {
        return None;
    }
    Some(Place { city, state, postal_code, lines: 0..0 })
}

/// The text, with `0` for each digit and `A` for each capital. As long as the text.
fn shape(text: &str) -> String {
    let shape = |c: char| match c {
        '0'..='9' => '0',
        'A'..='Z' => 'A',
        // Not taken for either.
        _ => c,
    };
    text.chars().map(shape).collect()
}

pub(super) fn starts_with_digit(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}
