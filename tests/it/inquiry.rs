//! When an open submission is looked up, and what the person is told meanwhile.

use roosted_client_form::form::{Finding, Form, Report, Step, World};
use roosted_client_form::text::{self, Words};

use crate::support::{NOW, awake, checking, client, found, key, unconfirmed};

/// Lets seconds pass until it is looked up. Tells how many, if it ever is.
fn seconds(form: &mut Form, world: World) -> Option<usize> {
    (0..1_000).find(|_| form.tick(world).1 == Step::Look(key(1)))
}

fn nothing(form: &mut Form, retry_after: Option<u32>) {
    let report = Report { finding: Finding::Unconfirmed, retry_after, ..Report::default() };
    assert!(!form.found(report, NOW));
}

#[test]
fn it_is_looked_up_ever_more_slowly() {
    let mut form = checking();
    let waits = [1, 2, 5, 10, 30, 45, 45, 45].map(|wait| {
        let waited = seconds(&mut form, awake(1));
        nothing(&mut form, None);
        assert_eq!(waited, Some(wait));
    });
    assert_eq!(waits.len(), 8);
}

#[test]
fn the_wait_that_the_proxy_asks_for_is_kept_within_a_minute() {
    for (asked, waited) in [(0, 1), (1, 1), (7, 7), (60, 60), (3_600, 60), (u32::MAX, 60)] {
        let mut form = checking();
        seconds(&mut form, awake(1));
        nothing(&mut form, Some(asked));
        assert_eq!(seconds(&mut form, awake(1)), Some(waited), "{asked}");
    }
}

#[test]
fn one_look_up_is_on_its_way_at_a_time() {
    let mut form = checking();
    seconds(&mut form, awake(1));
    assert!(form.inquiry().unwrap().is_looking());
    assert_eq!(seconds(&mut form, awake(1)), None);
}

#[test]
fn after_three_quarters_of_a_minute_it_is_not_confirmed_and_looked_up_further() {
    let mut form = checking();
    for weary in [false, false, false, false, true] {
        seconds(&mut form, awake(1));
        nothing(&mut form, None);
        assert_eq!(form.inquiry().unwrap().is_weary(), weary);
    }
    assert_eq!(seconds(&mut form, awake(1)), Some(45));
}

#[test]
fn what_a_person_can_decide_is_put_to_the_person_at_once() {
    for report in [
        Report { candidates: vec![client()], ..Report::default() },
        Report { may_send_again: true, ..Report::default() },
    ] {
        let form = found(Report { finding: Finding::Unconfirmed, ..report });
        assert!(form.inquiry().unwrap().is_weary());
    }
    assert!(
        found(Report { finding: Finding::Unknowable, ..Report::default() })
            .inquiry()
            .unwrap()
            .is_weary()
    );
}

#[test]
fn what_was_found_stays_while_nobody_answers() {
    let mut form = found(Report {
        finding: Finding::Unconfirmed,
        candidates: vec![client()],
        may_send_again: true,
        ..Report::default()
    });
    for finding in [Finding::Nothing, Finding::SignedOut] {
        assert!(!form.found(Report { finding, ..Report::default() }, NOW));
        let inquiry = form.inquiry().unwrap();
        assert_eq!((inquiry.finding(), inquiry.candidates()), (finding, &[client()][..]));
        assert!(inquiry.may_send_again());
    }
    nothing(&mut form, None);
    assert!(form.inquiry().unwrap().candidates().is_empty());
}

#[test]
fn a_server_that_keeps_no_submissions_is_not_asked_again_by_itself() {
    let mut form = found(Report { finding: Finding::Unknowable, ..Report::default() });
    assert_eq!(seconds(&mut form, awake(1)), None);
    form.tick(World { visible: false, ..awake(1) });
    assert_eq!(seconds(&mut form, awake(1)), None);
    form.look_again();
    assert_eq!(seconds(&mut form, awake(1)), Some(0));
}

#[test]
fn offline_it_is_not_confirmed_and_looked_up_at_once_when_back() {
    let mut form = checking();
    let offline = World { online: false, ..awake(1) };
    assert_eq!(form.tick(offline), (true, Step::Wait));
    let inquiry = form.inquiry().unwrap();
    assert!(inquiry.is_offline() && inquiry.is_weary());
    assert_eq!(seconds(&mut form, offline), None);

    assert_eq!(form.tick(awake(2)), (true, Step::Look(key(1))));
    assert!(!form.inquiry().unwrap().is_weary());
}

#[test]
fn a_page_that_nobody_sees_rests_and_looks_when_it_is_seen() {
    let hidden = World { visible: false, ..awake(1) };
    // Not at first: it may be settled when the person comes back.
    assert_eq!(seconds(&mut checking(), hidden), Some(1));
    let mut form = unconfirmed();
    assert_eq!(seconds(&mut form, hidden), None);
    assert_eq!(form.tick(awake(2)).1, Step::Look(key(1)));
}

#[test]
fn a_second_that_changes_nothing_is_not_shown() {
    let mut form = checking();
    assert_eq!(form.tick(awake(1)), (false, Step::Wait));
    assert_eq!(form.tick(awake(2)), (false, Step::Look(key(1))));
    assert_eq!(form.tick(awake(3)), (false, Step::Wait));
    assert_eq!(form.tick(awake(900)), (true, Step::Wait));
}

#[test]
fn how_far_it_has_come_is_said_honestly() {
    let progress = |looking, ago| text::progress(&Words::default(), "14:05", looking, ago);
    assert_eq!(progress(false, None), "Sent at 14:05.");
    assert_eq!(progress(true, Some(7)), "Sent at 14:05. Looking now.");
    assert_eq!(progress(false, Some(0)), "Sent at 14:05. Last looked 0 seconds ago.");
    assert_eq!(progress(false, Some(1)), "Sent at 14:05. Last looked 1 second ago.");
    assert_eq!(progress(false, Some(59)), "Sent at 14:05. Last looked 59 seconds ago.");
    assert_eq!(progress(false, Some(60)), "Sent at 14:05. Last looked 1 minute ago.");
    assert_eq!(progress(false, Some(7_300)), "Sent at 14:05. Last looked 121 minutes ago.");
    let time = |minutes: u64| text::time_of_day(&Words::default(), minutes * 60_000);
    assert_eq!((time(9 * 60 + 5), time(14 * 60 + 30)), ("9:05".into(), "14:30".into()));
}
