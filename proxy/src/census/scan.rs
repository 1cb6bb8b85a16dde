//! A walk through the list of clients. It ends, whatever the list does meanwhile, and says whether
//! it saw everybody.

use std::collections::HashSet;
use std::time::Duration;

use roosted_contract::Client;
use tokio::time::{Instant, timeout_at};

use crate::upstream::{Failure, Page, Upstream};

/// The most pages that are asked for.
const MOST_PAGES: u32 = 200;

/// The longest it takes.
const LONGEST: Duration = Duration::from_mins(1);

/// A list that is read by pages.
pub(crate) trait Pages {
    /// Reads a page, the first of which is number one.
    fn page(&self, number: u32) -> impl Future<Output = Result<Page, Failure>> + Send;
}

impl Pages for Upstream {
    async fn page(&self, number: u32) -> Result<Page, Failure> {
        self.page(number).await
    }
}

/// What a walk saw.
#[derive(Debug)]
pub(crate) struct Scan {
    /// Everybody, once.
    pub(crate) ids: Vec<String>,
    /// Whether that was everybody: the list held still, and said itself how many there are.
    pub(crate) complete: bool,
}

/// Walks through the list and shows each client once.
///
/// # Errors
///
/// Returns the [`Failure`] of a page.
pub(crate) async fn scan(
    pages: &impl Pages,
    mut show: impl FnMut(&Client),
) -> Result<Scan, Failure> {
    let end = Instant::now() + LONGEST;
    let mut seen = HashSet::new();
    let (mut total, mut still) = (None, true);
    for number in 1..=MOST_PAGES {
        let Ok(page) = timeout_at(end, pages.page(number)).await else { break };
        let page = page?;
        still &= total.replace(page.total).is_none_or(|it| it == page.total);
        let before = seen.len();
        for client in &page.clients {
            if seen.insert(client.id().to_owned()) {
                show(client);
            }
        }
        // Empty, or repeated; or the last, which is not full.
        let is_new = seen.len() > before;
        if !is_new || (page.clients.len() < Page::SIZE && seen.len() >= page.total) {
            break;
        }
    }
    let complete = still && total == Some(seen.len());
    Ok(Scan { ids: seen.into_iter().collect(), complete })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use serde_json::json;

    use super::*;

    /// A list that changes as it is read.
    struct List {
        clients: Mutex<Vec<usize>>,
        /// Done after each page.
        change: fn(&mut Vec<usize>),
        /// What it says about its length.
        total: fn(usize) -> usize,
        /// The page it answers with.
        page: fn(u32) -> u32,
        asked: Mutex<u32>,
    }

    impl List {
        fn of(count: usize) -> Self {
            Self {
                clients: Mutex::new((0..count).collect()),
                change: |_| {},
                total: |it| it,
                page: |it| it,
                asked: Mutex::default(),
            }
        }

        async fn read(&self) -> (Scan, Vec<String>, u32) {
            let mut shown = Vec::new();
            let scan = scan(self, |it| shown.push(it.id().to_owned())).await.unwrap();
            (scan, shown, *self.asked.lock().unwrap())
        }
    }

    impl Pages for List {
        async fn page(&self, number: u32) -> Result<Page, Failure> {
            *self.asked.lock().unwrap() += 1;
            let mut clients = self.clients.lock().unwrap();
            let from = ((self.page)(number) as usize - 1) * Page::SIZE;
            let of = |it: &usize| {
                let client = json!({ "id": format!("c{it}"), "client_name": "Ada" });
                serde_json::from_value(client).unwrap()
            };
            let some = clients.iter().skip(from).take(Page::SIZE).map(of).collect();
            let page = Page { clients: some, total: (self.total)(clients.len()) };
            (self.change)(&mut clients);
            Ok(page)
        }
    }

    #[tokio::test]
    async fn everybody_is_seen_once_whatever_their_number() {
        for (count, pages) in
            [(0, 1), (1, 1), (99, 1), (100, 2), (101, 2), (250, 3), (10_000, 101), (19_999, 200)]
        {
            let (scan, shown, asked) = List::of(count).read().await;
            assert!(scan.complete, "{count}");
            assert_eq!((scan.ids.len(), shown.len(), asked), (count, count, pages));
        }
    }

    #[tokio::test]
    async fn a_list_without_end_is_left() {
        let (scan, _, asked) = List::of(30_000).read().await;
        assert!(!scan.complete);
        assert_eq!(asked, MOST_PAGES);
    }

    #[tokio::test]
    async fn a_page_that_is_repeated_ends_it() {
        let (scan, shown, asked) = List { page: |_| 1, ..List::of(250) }.read().await;
        assert!(!scan.complete);
        assert_eq!((shown.len(), asked), (100, 2));
    }

    #[tokio::test]
    async fn a_length_that_is_wrong_is_not_believed() {
        for total in [|_| 0, |_| 5, |_| 100, |it| it - 1, |it| it + 1, |_| usize::MAX] {
            let (scan, shown, asked) = List { total, ..List::of(250) }.read().await;
            assert!(!scan.complete);
            assert_eq!(shown.len(), 250);
            assert!(asked <= 4);
        }
    }

    #[tokio::test]
    async fn a_list_that_moves_is_not_taken_for_everybody() {
        let changes: [fn(&mut Vec<usize>); 4] = [
            |it| it.push(it.len() + 1000),
            |it| it.insert(0, it.len() + 1000),
            |it| it.truncate(it.len() - 1),
            |it| {
                it.remove(0);
            },
        ];
        for change in changes {
            let (scan, shown, asked) = List { change, ..List::of(1000) }.read().await;
            assert!(!scan.complete);
            let once: HashSet<_> = shown.iter().collect();
            assert_eq!(once.len(), shown.len());
            assert!(asked <= 12);
        }
    }
}
