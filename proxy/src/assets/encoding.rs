//! Which encoding a browser gets (RFC 9110, section 12.5.3).

use axum::http::HeaderValue;

/// An encoding that files are built in, the best one last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    Plain,
    Gzip,
    Brotli,
}

impl Encoding {
    const ALL: [Self; 3] = [Self::Plain, Self::Gzip, Self::Brotli];

    /// Its name in a header; the plain one has none.
    pub(super) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// The encoding that is wanted most among those there are; of two wanted alike, the smaller.
///
/// The plain one stands in where everything is refused: bytes that a browser may reject are
/// better than a refusal that it must.
pub(super) fn choose<'h>(
    accepted: impl Iterator<Item = &'h HeaderValue>,
    is_there: impl Fn(Encoding) -> bool,
) -> Encoding {
    let accepted: Vec<_> = accepted
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .filter_map(weighted)
        .collect();
    let weight = |encoding: Encoding| {
        let named = |name: &str| {
            accepted.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, weight)| *weight)
        };
        match encoding.name() {
            Some(name) => named(name).or_else(|| named("*")).unwrap_or(0),
            // Welcome unless refused, and less than anything that is asked for.
            None => named("identity").unwrap_or(1),
        }
    };
    Encoding::ALL
        .into_iter()
        .filter(|it| is_there(*it) && weight(*it) > 0)
        .max_by_key(|it| (weight(*it), *it))
        .unwrap_or(Encoding::Plain)
}

/// `gzip;q=0.5` as a name and thousandths; `None` where it cannot be read.
fn weighted(item: &str) -> Option<(&str, u16)> {
    let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
    let weight = match parameters.trim() {
        "" => 1000,
        it => thousandths(it.strip_prefix("q=").or_else(|| it.strip_prefix("Q="))?)?,
    };
    Some((name.trim(), weight))
}

fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let well_formed = fraction.len() <= 3 && fraction.bytes().all(|it| it.is_ascii_digit());
    match whole {
        "1" if well_formed => Some(1000),
        "0" if well_formed => format!("{fraction:0<3}").parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn gets(header: &'static str, expected: Encoding) {
        let header = HeaderValue::from_static(header);
        assert_eq!(choose([&header].into_iter(), |_| true), expected, "{header:?}");
    }

    #[test]
    fn the_smallest_of_what_is_wanted_is_chosen() {
        gets("gzip, deflate, br, zstd", Encoding::Brotli);
        gets("gzip, deflate", Encoding::Gzip);
        gets("BR", Encoding::Brotli);
        gets("*", Encoding::Brotli);
        gets("", Encoding::Plain);
        gets("deflate", Encoding::Plain);
        gets("identity", Encoding::Plain);
    }

    #[test]
    fn weights_are_honoured() {
        gets("br;q=0, gzip", Encoding::Gzip);
        gets("br;q=0.000, gzip;q=0", Encoding::Plain);
        gets("br;q=0.5, gzip;q=0.9", Encoding::Gzip);
        gets("br ; q=1.0", Encoding::Brotli);
        gets("*;q=0, gzip", Encoding::Gzip);
        gets("identity, br;q=0.2", Encoding::Plain);
        gets("br;q=0.001", Encoding::Brotli);
        gets("br;q=2, gzip;q=x", Encoding::Plain);
        gets("identity;q=0, *;q=0", Encoding::Plain);
    }

    #[test]
    fn only_what_was_built_is_chosen() {
        let all = HeaderValue::from_static("gzip, br");
        assert_eq!(choose([&all].into_iter(), |it| it != Encoding::Brotli), Encoding::Gzip);
        assert_eq!(choose([&all].into_iter(), |it| it == Encoding::Plain), Encoding::Plain);
    }
}
