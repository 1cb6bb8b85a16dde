//! What was measured, as the table that `docs/performance.md` shows.

use std::fmt;

use super::samples::{Page, Sample, Samples, median};

/// A row for everything that was measured, in that order.
#[derive(Debug)]
pub(crate) struct Table(pub(crate) Vec<Row>);

/// One thing that was measured, of every page that has it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) at: String,
    medians: Vec<(Page, f64)>,
}

impl Table {
    /// The median of each number.
    pub(crate) fn of(samples: &Samples) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for Sample { what, at, page, .. } in &samples.all {
            let same = |it: &&mut Row| it.what == *what && it.at == *at;
            if let Some(row) = rows.iter_mut().find(same) {
                row.add(*page, samples);
            } else {
                let mut row = Row { what: what.clone(), at: at.clone(), medians: Vec::new() };
                row.add(*page, samples);
                rows.push(row);
            }
        }
        // What belongs together stands together, in the order in which it came first.
        let kinds: Vec<_> = rows.iter().map(|row| row.what.clone()).collect();
        rows.sort_by_key(|row| kinds.iter().position(|it| *it == row.what));
        Self(rows)
    }
}

impl Row {
    fn add(&mut self, page: Page, samples: &Samples) {
        if self.of(page).is_some() {
            return;
        }
        let same = |it: &&Sample| it.page == page && it.what == self.what && it.at == self.at;
        let values = samples.all.iter().filter(same).map(|it| it.value).collect();
        self.medians.extend(median(values).map(|it| (page, it)));
    }

    /// The median of a page.
    pub(crate) fn of(&self, page: Page) -> Option<f64> {
        self.medians.iter().find(|it| it.0 == page).map(|it| it.1)
    }

    /// The same for a table, with as many digits as say something.
    fn number(&self, page: Page) -> String {
        match self.of(page) {
            Some(value) if value.abs() < 100.0 => format!("{value:.1}"),
            Some(value) => format!("{value:.0}"),
            None => String::new(),
        }
    }

    /// Ours divided by that of another page, where that is more than nothing.
    pub(crate) fn ratio(&self, page: Page) -> Option<f64> {
        let other = self.of(page).filter(|it| *it > 0.0)?;
        Some(self.of(Page::Ours)? / other)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [ours, react, by_hand, floor] =
            [Page::Ours, Page::React, Page::Handwritten, Page::Floor].map(|it| format!("{it:>8}"));
        writeln!(
            f,
            "{:13} {:30} | {ours} | {react}   ratio | {by_hand}   ratio | {floor}",
            "what", "at"
        )?;
        for row in &self.0 {
            let [ours, floor] = [Page::Ours, Page::Floor].map(|it| row.number(it));
            let [react, by_hand] = [Page::React, Page::Handwritten].map(|rival| {
                let ratio = row.ratio(rival).map(|it| format!("{it:.2}")).unwrap_or_default();
                format!("{:>8} {ratio:>7}", row.number(rival))
            });
            let names = format!("{:13} {:30}", row.what, row.at);
            let line = format!("{names} | {ours:>8} | {react} | {by_hand} | {floor:>8}");
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::web::samples::tests::samples;

    #[test]
    fn every_number_is_a_median_beside_the_rivals() {
        let table = Table::of(&samples(&[
            (Page::Ours, "live, ms", "cold", 90.0),
            (Page::React, "live, ms", "cold", 100.0),
            (Page::Ours, "blocking, ms", "cold", 0.0),
            (Page::Ours, "live, ms", "warm", 150.0),
            (Page::Ours, "live, ms", "cold", 80.0),
            (Page::React, "blocking, ms", "cold", 0.0),
            (Page::Handwritten, "live, ms", "cold", 50.0),
            (Page::Floor, "live, ms", "cold", 1.0),
            (Page::Ours, "live, ms", "cold", 70.0),
        ]));

        let text = table.to_string();
        let words = |line: usize| text.lines().nth(line).unwrap().replace('|', " ");
        let words = |line| words(line).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(1), ["live,", "ms", "cold", "80.0", "100", "0.80", "50.0", "1.60", "1.0"]);
        assert_eq!(words(2), ["live,", "ms", "warm", "150"]);
        assert_eq!(words(3), ["blocking,", "ms", "cold", "0.0", "0.0"]);
    }
}
