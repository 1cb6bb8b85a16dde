//! What stands above the line of the city: who it is, whom to talk to, the street.

use roosted_contract::Field;

use super::place::starts_with_digit;
use super::{Pasted, has_digit};

/// What stands before the name of a person.
const ATTENTION: [&str; 4] = ["attn ", "attn. ", "c/o ", "z. hd. "];

/// Reads the lines above the city; `target` is where they were pasted, `has_place` whether there is a city.
pub(super) fn read(lines: &[&str], target: Field, has_place: bool, found: &mut Pasted) {
    let (who, street) = lines.split_at(street(lines, target, has_place));
    // A department, a building: the post reads it.
    let mut address = Vec::new();
    for line in who {
        let person = person(line);
        let field = match person {
            None if found.fields.get(Field::Name).is_empty() => Field::Name,
            _ => Field::ContactName,
        };
        if found.fields.get(field).is_empty() {
            found.take(field, person.unwrap_or(line));
        } else {
            address.push(*line);
        }
    }
    address.extend(street);
    found.take(Field::Address, &address.join("\n"));
}

/// Who is meant where somebody is named.
fn person(line: &str) -> Option<&str> {
    ATTENTION.iter().find_map(|it| {
        let (start, name) = line.split_at_checked(it.len())?;
        start.eq_ignore_ascii_case(it).then_some(name)
    })
}

/// Where the street begins.
fn street(lines: &[&str], target: Field, has_place: bool) -> usize {
    let first = match lines {
        // The address alone.
        [line, ..]
            if target == Field::Address || target != Field::Name && starts_with_digit(line) =>
        {
            Some(0)
        }
        [line] if target != Field::Name && has_place && has_digit(line) => Some(0),
        _ => (1..lines.len()).find(|at| has_digit(lines[*at])),
    };
    // A house may have a name instead of a number.
    let last = if has_place && lines.len() > 1 { lines.len() - 1 } else { lines.len() };
    first.unwrap_or(last)
}
