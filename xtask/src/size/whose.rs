//! Whose a function is, by its name.

use rustc_demangle::demangle;

/// The crates of Rust itself: an implementation for one of their types is mostly the trait's.
const STANDARD: [&str; 3] = ["core", "alloc", "std"];

/// What `wasm-bindgen` adds to the name of a function that it wraps.
const SHIM: &str = " externref shim";

/// The crate that a function was written in: a generic one is its author's, whoever made use of it.
/// `None` for names that are no path.
///
/// A method of a trait is taken for the type's crate, or the trait's where the type is of the standard
/// library: one of the two it has to be.
pub(super) fn whose(symbol: &str) -> Option<String> {
    let symbol = symbol.strip_suffix(SHIM).unwrap_or(symbol);
    let name = format!("{:#}", demangle(symbol));
    of_path(&name).map(str::to_owned)
}

fn of_path(path: &str) -> Option<&str> {
    let path = path.trim_start_matches(['&', '*', '[', '(', ' ']);
    let path = ["mut ", "const ", "dyn "].iter().fold(path, |path, word| {
        path.strip_prefix(word).unwrap_or(path).trim_start_matches(['&', '*', '[', '('])
    });
    if let Some(rest) = path.strip_prefix('<') {
        let inside = &rest[..closing(rest)];
        // What has no crate in its name is a type of the language.
        let Some((itself, its_trait)) = split(inside) else {
            return of_path(inside).or(Some("core"));
        };
        return match of_path(itself) {
            Some(owner) if !STANDARD.contains(&owner) => Some(owner),
            owner => of_path(its_trait).or(owner),
        };
    }
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    path[end..].starts_with("::").then_some(&path[..end])
}

/// Where the bracket ends that was open before `rest`.
fn closing(rest: &str) -> usize {
    walk(rest, |depth, _| depth < 0).unwrap_or(rest.len())
}

/// The type and the trait of `Type as Trait`.
fn split(inside: &str) -> Option<(&str, &str)> {
    const AS: &str = " as ";
    let at = walk(inside, |depth, rest| depth == 0 && rest.starts_with(AS))?;
    Some((&inside[..at], &inside[at + AS.len()..]))
}

/// The first place at which `stop` holds of how many brackets are open and what follows.
fn walk(text: &str, stop: impl Fn(i32, &str) -> bool) -> Option<usize> {
    let mut depth = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '<' | '(' | '[' | '{' => depth += 1,
            // The arrow of a function is no bracket.
            '>' if before == '-' => {}
            '>' | ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if stop(depth, &text[at..]) {
            return Some(at);
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_its_authors() {
        for (name, owner) in [
            ("core::ptr::drop_in_place::<roosted_client_form::State>", "core"),
            ("roosted_client_form::view::tag::block::{closure#0}", "roosted_client_form"),
            ("<alloc::vec::Vec<u8>>::push", "alloc"),
            ("<reactive_graph::Signal<u8> as core::ops::Drop>::drop", "reactive_graph"),
            ("<alloc::string::String as core::fmt::Write>::write_str", "core"),
            ("<core::option::Option<u8> as tachys::view::Render>::build", "tachys"),
            ("<&mut dyn core::fmt::Write as serde::Thing>::go", "serde"),
            ("<fn() -> u8 as any_spawner::Run>::run", "any_spawner"),
            ("<<a::B as c::D>::E as core::f::G>::h", "a"),
            ("<T as futures::Future>::poll", "futures"),
            ("<str>::parse::<a::B>", "core"),
        ] {
            assert_eq!(of_path(name), Some(owner), "{name}");
        }
    }

    #[test]
    fn what_is_no_path_is_nobodys() {
        assert_eq!(whose("memcpy"), None);
        assert_eq!(whose("widget_attribute"), None);
    }

    #[test]
    fn both_ways_of_writing_symbols_are_read() {
        assert_eq!(whose("_ZN5alloc3vec4grow17h0123456789abcdefE").as_deref(), Some("alloc"));
        assert_eq!(whose("_RNvNtCs1234_7mycrate3foo3bar").as_deref(), Some("mycrate"));
        let shim = "_RNvNtCs1234_7mycrate3foo3bar externref shim";
        assert_eq!(whose(shim).as_deref(), Some("mycrate"));
    }
}
