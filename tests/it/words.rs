//! Every sentence a person can read.

use std::collections::HashSet;
use std::sync::LazyLock;

use roosted_client_form::failure::Failure;
use roosted_client_form::form::{Finding, Form, Gauge, Report, World};
use roosted_client_form::text::{self, Group, Words};
use roosted_contract::{
    ClientField, Code, Doubt, EnvironmentName, Field, FieldCode, Kind, PortalStatus, Reason,
};

use crate::support::{self, awake, checking, client, found, kinds};

static ENGLISH: LazyLock<Words> = LazyLock::new(Words::default);

/// Headings, labels and buttons.
fn titles() -> Vec<String> {
    let fixed = [
        text::FORM_TITLE.english,
        text::REQUIRED.english,
        text::CREATE.english,
        text::CREATED.english,
        text::COPY_ID.english,
        text::COPIED.english,
        text::COPY_BLOCKED.english,
        text::CREATE_ANOTHER.english,
        text::RECORD.english,
        text::INVITE_TITLE.english,
        text::INVITE_EMAIL.english,
        text::INVITE.english,
        text::INVITE_ANOTHER.english,
        text::NEVER_MIND.english,
        text::INVITED.english,
        text::LOOK_AGAIN.english,
        text::BACK_TO_FORM.english,
        text::YES.english,
        text::NO.english,
        text::PENDING.english,
        text::CHECKING_TITLE.english,
        text::ONLINE.english,
        text::PICK.english,
        text::SEND_AGAIN.english,
        text::SEND_ANYWAY.english,
        text::DO_NOT_SEND.english,
        text::DISCARD.english,
        text::REFUSED.english,
    ];
    let groups = [Group::Client, Group::Contact, Group::Billing, Group::Address];
    let states = [
        PortalStatus::NotConnected,
        PortalStatus::Invited,
        PortalStatus::Connected,
        PortalStatus::Unknown(7),
    ];
    fixed
        .map(str::to_owned)
        .into_iter()
        .chain(groups.map(|it| text::group(it).english.to_owned()))
        .chain(Field::ALL.map(|it| text::label(it).english.to_owned()))
        .chain(Field::ALL.into_iter().filter_map(text::hint).map(|it| it.english.to_owned()))
        .chain(ClientField::ALL.map(|it| text::record_label(it).english.to_owned()))
        .chain(states.map(|it| text::portal_status(&ENGLISH, it)))
        .chain(kinds().map(|it| text::failure_title(it).english.to_owned()))
        .chain([0, 1, 2].map(|it| text::summary(&ENGLISH, it)))
        .chain(mistakes())
        .collect()
}

/// What is said at a field.
fn mistakes() -> Vec<String> {
    let reasons = [
        Reason::Required,
        Reason::TooLong { over: 1 },
        Reason::TooLong { over: 12_345 },
        Reason::Refused,
    ];
    let codes = FieldCode::ALL.iter().copied().chain([FieldCode::Unknown]);
    Field::ALL
        .into_iter()
        .flat_map(|field| reasons.map(|reason| text::mistake(&ENGLISH, field, reason)))
        .chain(codes.map(|it| text::invite_mistake(it).english.to_owned()))
        .collect()
}

/// Every failure that can be shown: of a kind alone, and of each code.
fn failures() -> Vec<Failure> {
    let waits = [None, Some(0), Some(1), Some(2), Some(119), Some(120), Some(4_000_000)];
    let bare = kinds().map(Failure::of);
    let told = Code::ALL.iter().copied().chain([Code::Unknown]);
    bare.chain(told.map(|code| Failure { code: Some(code), ..Failure::of(code.kind()) }))
        .flat_map(|failure| waits.map(|retry_after| Failure { retry_after, ..failure.clone() }))
        .collect()
}

/// A form in each state of a submission whose outcome is open.
fn open() -> Vec<Form> {
    let report = |finding| Report { finding, ..Report::default() };
    let unconfirmed = report(Finding::Unconfirmed);
    let mut warned = found(Report { may_send_again: true, ..unconfirmed.clone() });
    warned.warn(true);
    let mut offline = checking();
    offline.tick(World { online: false, ..awake(1) });
    vec![
        checking(),
        found(report(Finding::SignedOut)),
        found(report(Finding::Unknowable)),
        found(Report { candidates: vec![client()], ..unconfirmed.clone() }),
        found(Report { may_send_again: true, ..unconfirmed }),
        support::unconfirmed(),
        warned,
        offline,
    ]
}

/// Everything that is read in whole sentences.
fn sentences() -> Vec<String> {
    let fixed = [
        text::CREATING.english,
        text::CREATE_NOTE.english,
        text::INVITE_NOTE.english,
        text::INVITE_AGAIN.english,
        text::INVITING.english,
        text::SEND_NOW.english,
        text::doubt(Doubt::Email).english,
        text::RESTORED.english,
        text::NOT_KEPT.english,
    ];
    let names = EnvironmentName::ALL.iter().copied().chain([EnvironmentName::Unknown]);
    let someone = [None, Some("ada@example.org")];
    let sometime = [None, Some("24.11.2026, 14:34")];
    fixed
        .map(str::to_owned)
        .into_iter()
        .chain(names.filter_map(|it| text::environment(&ENGLISH, it, "api.example.org")))
        .chain(
            someone.iter().flat_map(|who| sometime.map(|when| text::invited(&ENGLISH, *who, when))),
        )
        .chain(["", "ada@example.org"].map(|it| text::invite_again(&ENGLISH, it)))
        .chain(failures().iter().map(|it| text::failure(&ENGLISH, it)))
        .chain(failures().iter().map(|it| text::invite_failure(&ENGLISH, it)))
        .chain(open().iter().flat_map(|form| [true, false].map(|kept| body(form, kept))))
        .chain(
            [1, 254, 255, 256, 300]
                .map(|length| text::gauge(&ENGLISH, Gauge { length, limit: 255 })),
        )
        .collect()
}

fn body(form: &Form, kept: bool) -> String {
    text::inquiry(&ENGLISH, form.inquiry().unwrap(), kept)
}

/// Words of a program, and words that blame or beg.
fn unwelcome() -> Vec<&'static str> {
    let codes = Code::ALL.iter().map(|it| it.as_str());
    let kinds = Kind::ALL.iter().map(|it| it.as_str());
    let fields = FieldCode::ALL.iter().map(|it| it.as_str());
    let names = ClientField::ALL.map(ClientField::name);
    codes
        .chain(kinds)
        .chain(fields)
        .chain(names)
        .filter(|word| word.contains(['-', '_']))
        .chain(["error", "please", "simply", "invalid", "failed", "oops", "sorry"])
        .chain(["upstream", "proxy", "server", "http", "json", "status code", "request id"])
        .chain(["null", "undefined", "none", "unwrap", "{", "}", "  ", "\n"])
        .collect()
}

#[test]
fn no_sentence_is_empty_or_speaks_like_a_program() {
    let unwelcome = unwelcome();
    for sentence in titles().into_iter().chain(sentences()) {
        assert_eq!(sentence.trim(), sentence);
        assert!(sentence.len() > 1, "{sentence:?}");
        for word in &unwelcome {
            assert!(!sentence.to_lowercase().contains(word), "{word:?} in {sentence:?}");
        }
    }
}

#[test]
fn no_sentence_tells_a_status() {
    for failure in failures() {
        let failure = Failure { status: Some(418), retry_after: None, ..failure };
        for sentence in
            [text::failure(&ENGLISH, &failure), text::invite_failure(&ENGLISH, &failure)]
        {
            assert!(!sentence.contains(|c: char| c.is_ascii_digit()), "{sentence:?}");
        }
    }
}

#[test]
fn headings_labels_and_mistakes_end_without_a_full_stop_and_failures_with_one() {
    for title in titles() {
        assert!(!title.ends_with('.'), "{title:?}");
    }
    for failure in failures() {
        for sentence in
            [text::failure(&ENGLISH, &failure), text::invite_failure(&ENGLISH, &failure)]
        {
            assert!(sentence.ends_with('.'), "{sentence:?}");
        }
    }
}

#[test]
fn each_kind_has_a_headline_of_its_own() {
    let titles: HashSet<_> = Kind::ALL.iter().map(|it| text::failure_title(*it).english).collect();
    assert_eq!(titles.len(), Kind::ALL.len());
    assert_eq!(text::failure_title(Kind::Unknown), text::failure_title(Kind::Unconfirmed));
}

#[test]
fn each_kind_has_words_of_its_own() {
    let words: HashSet<_> =
        Kind::ALL.iter().map(|it| text::failure(&ENGLISH, &Failure::of(*it))).collect();
    assert_eq!(words.len(), Kind::ALL.len());
}

#[test]
fn a_wrong_set_up_is_told_in_words_that_say_what_is_wrong() {
    let codes = [Code::UpstreamUnauthorized, Code::UpstreamForbidden, Code::UpstreamNotFound];
    let words: HashSet<_> = codes
        .map(|code| {
            text::failure(&ENGLISH, &Failure { code: Some(code), ..Failure::of(code.kind()) })
        })
        .into_iter()
        .chain([text::failure(&ENGLISH, &Failure::of(Kind::Misconfigured))])
        .collect();
    assert_eq!(words.len(), 4);
    assert!(words.iter().all(|it| it.contains("administrator")), "{words:?}");

    let of = |code| {
        text::invite_failure(&ENGLISH, &Failure { code, ..Failure::of(Kind::Misconfigured) })
    };
    assert_ne!(of(Some(Code::InviteNotConfigured)), of(None));
}

#[test]
fn a_failure_says_what_became_of_what_was_typed() {
    for failure in failures().into_iter().filter(|it| it.kind != Kind::Unsupported) {
        let words = text::failure(&ENGLISH, &failure);
        let safe = ["othing was created", "othing more was created", "is kept"];
        assert!(safe.iter().any(|it| words.contains(it)), "{words:?}");
    }
}

#[test]
fn nothing_open_is_called_not_created_and_nothing_known_is_called_open() {
    for failure in failures() {
        let (title, body) =
            (text::failure_title(failure.kind).english, text::failure(&ENGLISH, &failure));
        let open = matches!(failure.kind, Kind::Unconfirmed | Kind::Unknown);
        assert_eq!(title.contains("not confirmed"), open, "{title:?}");
        assert!(!(open && body.contains("othing was created")), "{body:?}");
    }
}

#[test]
fn each_state_of_an_open_outcome_has_words_of_its_own() {
    let words: HashSet<_> = open().iter().map(|form| body(form, true)).collect();
    assert_eq!(words.len(), open().len());
    for form in open() {
        let inquiry = form.inquiry().unwrap();
        let title = text::inquiry_title(inquiry).english;
        assert_eq!(title.contains("not confirmed"), inquiry.is_weary(), "{title:?}");
        assert!(!body(&form, true).contains("othing was created"));
    }
}

#[test]
fn only_what_is_kept_is_called_kept() {
    for form in open() {
        assert!(!body(&form, false).contains("kept"));
        // A warning speaks of one thing.
        assert_eq!(body(&form, true).contains("is kept"), !form.inquiry().unwrap().is_warned());
    }
}

#[test]
fn who_is_warned_reads_what_may_happen() {
    let form = open().into_iter().find(|it| it.inquiry().unwrap().is_warned()).unwrap();
    assert!(body(&form, true).contains("a second time"));
}

#[test]
fn a_failed_invitation_says_that_the_client_is_created() {
    for failure in failures() {
        let words = text::invite_failure(&ENGLISH, &failure);
        assert!(words.starts_with("The client is created"), "{words:?}");
        let open = matches!(failure.kind, Kind::Unconfirmed | Kind::Unknown | Kind::Unsupported);
        assert_eq!(words.contains("was not sent"), !open, "{words:?}");
    }
}

#[test]
fn a_mistake_names_its_field() {
    for reason in [Reason::Required, Reason::TooLong { over: 1 }, Reason::Refused] {
        let words = Field::ALL.map(|field| text::mistake(&ENGLISH, field, reason));
        assert_eq!(HashSet::from(words.clone()).len(), Field::COUNT, "{words:?}");
        for (field, words) in Field::ALL.into_iter().zip(words) {
            let first = text::label(field).english.split(' ').next().unwrap().to_lowercase();
            assert!(words.to_lowercase().contains(&first), "{words:?}");
        }
    }
}

#[test]
fn a_long_text_is_told_by_how_much_it_is_over() {
    for (over, words) in [(1, "by 1 character"), (12_345, "by 12,345 characters")] {
        let told = text::mistake(&ENGLISH, Field::Address, Reason::TooLong { over });
        assert!(told.ends_with(words), "{told:?}");
    }
}

#[test]
fn numbers_are_grouped_by_thousands_and_one_is_singular() {
    for (length, words) in [
        (0, "65,535 characters left"),
        (64_535, "1,000 characters left"),
        (64_536, "999 characters left"),
        (65_534, "1 character left"),
        (65_535, "0 characters left"),
        (65_536, "1 character too many"),
        (66_534, "999 characters too many"),
        (1_065_535, "1,000,000 characters too many"),
    ] {
        assert_eq!(text::gauge(&ENGLISH, Gauge { length, limit: 65_535 }), words);
    }
    assert_eq!(text::summary(&ENGLISH, 1), "There is 1 thing to correct");
    assert_eq!(text::summary(&ENGLISH, 8), "There are 8 things to correct");
}

#[test]
fn a_wait_is_told_in_whole_seconds_then_in_minutes() {
    for (retry_after, words) in [
        (None, "Wait a moment,"),
        (Some(0), "Wait a moment,"),
        (Some(1), "Wait one second,"),
        (Some(59), "Wait 59 seconds,"),
        (Some(119), "Wait 119 seconds,"),
        (Some(120), "Wait 2 minutes,"),
        // Never shorter than was asked for.
        (Some(121), "Wait 3 minutes,"),
        (Some(3_600), "Wait 60 minutes,"),
    ] {
        let failure = Failure { retry_after, ..Failure::of(Kind::RateLimited) };
        let told = text::failure(&ENGLISH, &failure);
        assert!(told.contains(words), "{told:?}");
    }
}

#[test]
fn a_status_that_nobody_knows_is_shown_as_its_number() {
    assert_eq!(text::portal_status(&ENGLISH, PortalStatus::Unknown(7)), "Unknown (7)");
    assert_eq!(text::portal_status(&ENGLISH, PortalStatus::Unknown(-1)), "Unknown (-1)");
}

#[test]
fn where_records_land_is_said_unless_it_is_production() {
    assert_eq!(text::environment(&ENGLISH, EnvironmentName::Production, "api.roostedhr.com"), None);
    for name in [EnvironmentName::Custom, EnvironmentName::Unknown] {
        assert!(
            text::environment(&ENGLISH, name, "api.example.org")
                .unwrap()
                .contains("api.example.org")
        );
    }
}

#[test]
fn who_was_invited_and_when_is_said_as_far_as_it_is_known() {
    for (email, when) in [(None, None), (Some("ada@example.org"), Some("24.11.2026"))] {
        let words = text::invited(&ENGLISH, email, when);
        assert!([email, when].into_iter().flatten().all(|it| words.contains(it)), "{words:?}");
    }
}
