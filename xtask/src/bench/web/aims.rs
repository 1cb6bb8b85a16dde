//! What the page is to reach, and whether a run says that it did.

use std::fmt::Write as _;

use super::samples::Page;
use super::table::{Row, Table};

/// Something to reach in every row of its kind.
struct Aim {
    /// The kind, with its unit.
    what: &'static str,
    /// Only under these conditions, if any are named.
    at: Option<&'static str>,
    bound: Bound,
}

/// How much ours may be.
enum Bound {
    /// So many times as much as another page.
    Times(f64, Page),
    /// The same of what each has more than fields that nobody listens to.
    TimesAboveFloor(f64, Page),
    /// So much, whatever the others are.
    Most(f64),
}

/// Each of them.
const AIMS: [Aim; 9] = [
    Aim { what: "visible, ms", at: None, bound: Bound::Times(1.1, Page::Handwritten) },
    Aim { what: "live, ms", at: None, bound: Bound::Times(0.9, Page::React) },
    Aim { what: "blocking, ms", at: None, bound: Bound::Most(0.0) },
    Aim { what: "keystroke, µs", at: Some("name"), bound: Bound::Times(1.0, Page::React) },
    Aim {
        what: "keystroke, µs",
        at: Some("address of 65,535"),
        bound: Bound::Times(0.5, Page::React),
    },
    // What is put off until after the event is there all the same.
    Aim {
        what: "all of it, µs",
        at: Some("name"),
        bound: Bound::TimesAboveFloor(1.0, Page::React),
    },
    Aim {
        what: "all of it, µs",
        at: Some("address of 65,535"),
        bound: Bound::TimesAboveFloor(0.5, Page::React),
    },
    Aim { what: "growth", at: Some("bytes a create"), bound: Bound::Most(600.0) },
    Aim { what: "growth", at: Some("nodes"), bound: Bound::Most(0.0) },
];

impl Aim {
    fn concerns(&self, row: &Row) -> bool {
        row.what == self.what && self.at.is_none_or(|at| row.at == at)
    }

    fn is_met(&self, row: &Row) -> bool {
        match self.bound {
            Bound::Times(factor, page) => row.ratio(page).is_some_and(|it| it <= factor),
            Bound::TimesAboveFloor(factor, page) => {
                let above = |page| Some(row.of(page)? - row.of(Page::Floor)?);
                above(Page::Ours).zip(above(page)).is_some_and(|(ours, its)| ours <= factor * its)
            }
            Bound::Most(most) => row.of(Page::Ours).is_some_and(|it| it <= most),
        }
    }

    fn words(&self) -> String {
        let mut words = self.what.to_owned();
        if let Some(at) = self.at {
            _ = write!(words, " ({at})");
        }
        _ = match self.bound {
            Bound::Times(factor, page) => write!(words, " ≤ {factor} × {page}"),
            Bound::TimesAboveFloor(factor, page) => {
                write!(words, " above the floor ≤ {factor} × {page}")
            }
            Bound::Most(most) => write!(words, " ≤ {most}"),
        };
        words
    }
}

/// A line for each aim: whether it is met, and where it is not.
pub(crate) fn verdict(table: &Table) -> String {
    let lines = AIMS.iter().map(|aim| {
        let rows: Vec<_> = table.0.iter().filter(|row| aim.concerns(row)).collect();
        let missed: Vec<_> = rows.iter().filter(|row| !aim.is_met(row)).collect();
        let verdict = match (rows.len(), missed.len()) {
            (0, _) => "not measured".to_owned(),
            (_, 0) => "met".to_owned(),
            (all, some) => {
                let places: Vec<_> = missed.iter().map(|row| row.at.as_str()).collect();
                format!("missed in {some} of {all}: {}", places.join("; "))
            }
        };
        format!("- {}: {verdict}", aim.words())
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::web::samples::tests::samples;

    fn line(seen: &[(Page, &str, &str, f64)], aim: &str) -> String {
        let table = Table::of(&samples(seen));
        verdict(&table).lines().find(|line| line.contains(aim)).unwrap().to_owned()
    }

    #[test]
    fn an_aim_is_met_where_every_row_of_it_is() {
        let seen = [
            (Page::Ours, "live, ms", "cold", 90.0),
            (Page::React, "live, ms", "cold", 100.0),
            (Page::Ours, "live, ms", "warm", 45.0),
            (Page::React, "live, ms", "warm", 50.0),
        ];
        assert_eq!(line(&seen, "live"), "- live, ms ≤ 0.9 × React: met");
    }

    #[test]
    fn an_aim_is_missed_by_name() {
        let seen = [
            (Page::Ours, "visible, ms", "cold", 111.0),
            (Page::Handwritten, "visible, ms", "cold", 100.0),
            (Page::Ours, "visible, ms", "warm", 110.0),
            (Page::Handwritten, "visible, ms", "warm", 100.0),
        ];
        assert_eq!(line(&seen, "visible"), "- visible, ms ≤ 1.1 × by hand: missed in 1 of 2: cold");
    }

    #[test]
    fn what_nobody_can_save_is_taken_off_both() {
        let verdict = |ours| {
            let seen = [
                (Page::Ours, "all of it, µs", "address of 65,535", ours),
                (Page::React, "all of it, µs", "address of 65,535", 1_200.0),
                (Page::Floor, "all of it, µs", "address of 65,535", 1_000.0),
            ];
            line(&seen, "all of it, µs (address")
        };
        assert!(verdict(1_100.0).ends_with("≤ 0.5 × React: met"), "{}", verdict(1_100.0));
        assert!(verdict(1_101.0).contains("missed in 1 of 1"), "{}", verdict(1_101.0));
    }

    #[test]
    fn a_bound_counts_whatever_the_others_are() {
        let seen = [(Page::Ours, "growth", "bytes a create", 601.0)];
        assert!(line(&seen, "bytes a create").ends_with("missed in 1 of 1: bytes a create"));
        assert!(line(&seen, "nodes").ends_with("not measured"));
    }
}
