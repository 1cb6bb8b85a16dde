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
    /// Reads a page of at most `size` clients, the first of which is number one.
    fn page(&self, number: u32, size: usize) -> impl Future<Output = Result<Page, Failure>> + Send;
}

impl Pages for Upstream {
    async fn page(&self, number: u32, size: usize) -> Result<Page, Failure> {
        self.page(number, size).await
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
pub(crate) async fn scan(pages: &impl Pages, show: impl FnMut(&Client)) -> Result<Scan, Failure> {
    walk(pages, LONGEST, show).await
}

async fn walk(
    pages: &impl Pages,
    longest: Duration,
    mut show: impl FnMut(&Client),
) -> Result<Scan, Failure> {
    let end = Instant::now() + longest;
    let mut seen = HashSet::new();
    let mut steps = Steps::new();
    let (mut total, mut still) = (None, true);
    for _ in 0..MOST_PAGES {
        let (number, size) = steps.next();
        let Ok(page) = timeout_at(end, pages.page(number, size)).await else { break };
        let page = page?;
        still &= total.replace(page.total).is_none_or(|it| it == page.total);
        let before = seen.len();
        for client in &page.clients {
            if seen.insert(client.id().to_owned()) {
                show(client);
            }
        }
        steps.took(number, size, &page);
        // Empty, or repeated; or the last, which is not full.
        let is_new = seen.len() > before;
        if !is_new || (page.length < size && seen.len() >= page.total) {
            break;
        }
    }
    let complete = still && !steps.moved && total == Some(seen.len());
    Ok(Scan { ids: seen.into_iter().collect(), complete })
}

/// Which pages are asked for: each begins before the end of the one before, so that it is noticed
/// when the list moves in between. One client less before them and one more behind them leave the
/// number of all as it was, and would let somebody go by unseen who was there all the time.
struct Steps {
    number: u32,
    /// How many clients have gone by, and the last of them.
    gone: usize,
    last: Option<String>,
    /// The largest page there is.
    most: usize,
    /// Pages have a size of their own, whatever is asked for.
    own_size: bool,
    moved: bool,
}

impl Steps {
    fn new() -> Self {
        let (most, last) = (Page::SIZE, None);
        Self { number: 0, gone: 0, last, most, own_size: false, moved: false }
    }

    /// The number and size of the page that reaches the farthest.
    fn next(&self) -> (u32, usize) {
        let Some(place) = self.gone.checked_sub(1).filter(|_| !self.own_size) else {
            return (self.number + 1, self.most);
        };
        let pages = (1..=self.most).map(|size| (place / size + 1, size));
        let (number, size) =
            pages.max_by_key(|(number, size)| number * size).unwrap_or((1, self.most));
        (u32::try_from(number).unwrap_or(u32::MAX), size)
    }

    /// Takes note of a page.
    fn took(&mut self, number: u32, size: usize, page: &Page) {
        let from = (number as usize - 1) * size;
        if let Some(last) = &self.last {
            let place = (self.gone - 1).checked_sub(from);
            let same = place.and_then(|it| page.clients.get(it)).is_some_and(|it| it.id() == last);
            self.moved |= !same;
        }
        // Of those that cannot be read nobody knows whether they are the same.
        self.moved |= page.length != page.clients.len();
        self.own_size |= page.length > size;
        self.moved |= self.own_size;
        self.number = number;
        self.gone = from + page.length;
        self.last = page.clients.last().map(|it| it.id().to_owned());
        if page.length < size && self.gone < page.total {
            self.most = page.length.max(1);
        }
    }
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
        /// The page and size it answers with.
        page: fn(u32, usize) -> (u32, usize),
        asked: Mutex<u32>,
    }

    impl List {
        fn of(count: usize) -> Self {
            Self {
                clients: Mutex::new((0..count).collect()),
                change: |_| {},
                total: |it| it,
                page: |number, size| (number, size),
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
        async fn page(&self, number: u32, size: usize) -> Result<Page, Failure> {
            *self.asked.lock().unwrap() += 1;
            let mut clients = self.clients.lock().unwrap();
            let (number, size) = (self.page)(number, size);
            let from = (number as usize - 1) * size;
            let of = |it: &usize| {
                let client = json!({ "id": format!("c{it}"), "client_name": "Ada" });
                serde_json::from_value(client).unwrap()
            };
            let some: Vec<_> = clients.iter().skip(from).take(size).map(of).collect();
            let total = (self.total)(clients.len());
            let page = Page { length: some.len(), clients: some, total };
            (self.change)(&mut clients);
            Ok(page)
        }
    }

    #[tokio::test]
    async fn everybody_is_seen_once_whatever_their_number() {
        for (count, pages) in
            [(0, 1), (1, 1), (99, 1), (100, 2), (101, 2), (250, 3), (10_000, 114), (17_000, 193)]
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

    /// A list of which each page takes its time.
    struct Slow(List, Duration);

    impl Pages for Slow {
        async fn page(&self, number: u32, size: usize) -> Result<Page, Failure> {
            tokio::time::sleep(self.1).await;
            self.0.page(number, size).await
        }
    }

    #[tokio::test]
    async fn a_list_that_never_ends_to_answer_is_left_after_a_while() {
        let longest = Duration::from_millis(300);
        for wait in [Duration::from_millis(20), Duration::from_hours(1)] {
            let slow = Slow(List::of(30_000), wait);
            let mut shown = 0;
            let begun = Instant::now();
            let scan = walk(&slow, longest, |_| shown += 1).await.unwrap();
            assert!(!scan.complete && begun.elapsed() >= longest);
            assert_eq!(scan.ids.len(), shown);
            assert!(*slow.0.asked.lock().unwrap() < MOST_PAGES);
        }
    }

    #[tokio::test]
    async fn a_page_that_is_repeated_ends_it() {
        let (scan, shown, asked) = List { page: |_, size| (1, size), ..List::of(250) }.read().await;
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
        let changes: [fn(&mut Vec<usize>); 7] = [
            // As many as before, and yet somebody is passed over.
            |it| {
                it.remove(0);
                it.push(it[it.len() - 1] + 1);
            },
            |it| it.rotate_left(1),
            |it| it.rotate_right(1),
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
            assert!(asked <= 14);
        }
    }

    #[tokio::test]
    async fn who_was_there_all_the_time_is_seen_or_it_is_not_everybody() {
        let change = |it: &mut Vec<usize>| {
            // Once, after the first page: 100 moves to where nobody looks any more.
            if it[0] == 0 {
                it.drain(..2);
                it.extend([1000, 1001]);
            }
        };
        let (scan, shown, _) = List { change, ..List::of(250) }.read().await;
        assert_eq!((scan.complete, shown.contains(&"c100".to_owned())), (false, false));
    }

    #[tokio::test]
    async fn one_that_knows_no_size_but_its_own_is_read_and_not_believed() {
        for own in [|number, _| (number, 100), |number, _| (number, 25)] {
            let (scan, shown, asked) = List { page: own, ..List::of(1000) }.read().await;
            assert!(!scan.complete);
            assert!(shown.len() == 1000 && asked <= 43, "{} {asked}", shown.len());
        }
    }

    #[tokio::test]
    async fn one_whose_pages_are_smaller_is_seen_whole() {
        let (scan, shown, asked) =
            List { page: |number, size| (number, size.min(50)), ..List::of(100) }.read().await;
        assert_eq!((scan.complete, shown.len(), asked), (true, 100, 3));
    }
}
