//! What holds for every input, not only for the ones we thought of.

use proptest::collection::vec;
use proptest::prelude::*;
use roosted_contract::{
    Client, ClientField, Code, Decoded, Draft, Field, FieldCode, FieldError, IdempotencyKey,
    Invitation, Mistake, Problem, Reason, Shape, Submission, SubmissionState, is_plausible_email,
    text,
};
use serde_json::{Map, Value, json};

use crate::support::DROPPED;

/// Characters at which rules change: dropped, line ends, of one to four bytes, joined, combining.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        3 => proptest::sample::select(DROPPED.to_vec()),
        2 => proptest::sample::select(vec!['\r', '\n', '@', '.', '"', '\\', '\0']),
        4 => proptest::sample::select(vec!['a', 'é', '€', '👩', '\u{301}', '\u{5D0}']),
        1 => any::<char>(),
    ]
}

/// Short texts of strange characters, and ones around the limits.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => vec(character(), 0..12).prop_map(String::from_iter),
        2 => (character(), 253_usize..259).prop_map(|(c, n)| c.to_string().repeat(n)),
        1 => (character(), 65_533_usize..65_539).prop_map(|(c, n)| c.to_string().repeat(n)),
    ]
}

fn a_draft() -> impl Strategy<Value = Draft> {
    vec(typed(), Field::COUNT).prop_map(|texts| {
        let mut draft = Draft::default();
        for (field, text) in Field::ALL.into_iter().zip(texts) {
            draft.set(field, text);
        }
        draft
    })
}

fn a_client() -> impl Strategy<Value = Client> {
    let text = || proptest::option::of(vec(character(), 0..8).prop_map(String::from_iter));
    let name = || vec(character(), 1..8).prop_map(String::from_iter);
    (vec(text(), 18), "[A-Za-z0-9]{1,8}", name(), any::<Option<i64>>(), any::<bool>()).prop_map(
        |(texts, id, name, status, pending): (_, _, String, _, _)| {
            let mut record = Map::new();
            for (field, text) in ClientField::ALL.into_iter().zip(texts) {
                let value = match (field, field.shape()) {
                    (ClientField::Id, _) => json!(id),
                    (ClientField::Name, _) => json!(name),
                    (_, Shape::Text) => json!(text),
                    (_, Shape::Status) => json!(status),
                    (_, Shape::Flag) => json!(pending),
                };
                record.insert(field.name().to_owned(), value);
            }
            serde_json::from_value(Value::Object(record)).unwrap()
        },
    )
}

fn a_problem() -> impl Strategy<Value = Problem> {
    let error = (any::<String>(), proptest::sample::select(FieldCode::ALL), any::<String>())
        .prop_map(|(field, code, message)| FieldError { field, code, message });
    (proptest::sample::select(Code::ALL), any::<String>(), any::<String>(), vec(error, 0..4))
        .prop_map(|(code, detail, request_id, errors)| Problem {
            request_id,
            ..Problem::new(code, detail).with_errors(errors)
        })
}

fn a_submission() -> impl Strategy<Value = Submission> {
    (
        any::<[u8; 16]>(),
        proptest::sample::select(SubmissionState::ALL),
        any::<String>(),
        proptest::option::of(a_client()),
        proptest::option::of(a_problem()),
        proptest::option::of(vec(a_client(), 0..3)),
        any::<bool>(),
    )
        .prop_map(|(key, state, since, client, problem, candidates, may_send_again)| {
            Submission {
                key: IdempotencyKey::from_random(key),
                state,
                since,
                client,
                problem,
                candidates,
                may_send_again,
            }
        })
}

/// Any JSON at all, now and then with names that we know.
fn json_of_any_shape() -> impl Strategy<Value = Value> {
    let name = || {
        prop_oneof![
            proptest::sample::select(ClientField::ALL.map(ClientField::name).to_vec())
                .prop_map(str::to_owned),
            ".{0,4}".prop_map(String::from),
        ]
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        typed().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 20, move |inner| {
        prop_oneof![
            1 => vec(inner.clone(), 0..6).prop_map(Value::from),
            3 => vec((name(), inner), 0..20)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

/// The text rules once more, told in another way.
fn model_of_clean(typed: &str) -> String {
    let mut characters: Vec<char> = typed.chars().collect();
    while characters.last().is_some_and(|it| DROPPED.contains(it)) {
        characters.pop();
    }
    while characters.first().is_some_and(|it| DROPPED.contains(it)) {
        characters.remove(0);
    }
    let mut clean = String::new();
    for (place, c) in characters.iter().enumerate() {
        match c {
            '\r' => clean.push('\n'),
            '\n' if place > 0 && characters[place - 1] == '\r' => {}
            other => clean.push(*other),
        }
    }
    clean
}

/// The verdict once more, field by field and without shortcuts.
fn model_of_check(draft: &Draft) -> Result<Vec<(&'static str, String)>, Vec<Mistake>> {
    let mut kept = Vec::new();
    let mut mistakes = Vec::new();
    for field in Field::ALL {
        let clean = model_of_clean(draft.get(field));
        let limit = if field == Field::Address { 65_535 } else { 255 };
        match clean.chars().count() {
            0 if field == Field::Name => mistakes.push(Mistake { field, reason: Reason::Required }),
            0 => {}
            length if length > limit => {
                let over = length - limit;
                mistakes.push(Mistake { field, reason: Reason::TooLong { over } });
            }
            _ => kept.push((field.name(), clean)),
        }
    }
    if mistakes.is_empty() { Ok(kept) } else { Err(mistakes) }
}

#[test]
fn the_ranges_of_what_is_dropped_hold_that_and_nothing_else() {
    let ranges = text::dropped_at_the_ends();
    assert!(ranges.is_sorted_by(|a, b| a.end() < b.start()));
    for c in '\0'..=char::MAX {
        let is_in_one = ranges.iter().any(|range| range.contains(&c));
        assert_eq!(is_in_one, text::is_dropped_at_the_ends(c), "{c:?}");
    }
}

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(text in typed()) {
        let once = text::clean(&text).into_owned();
        prop_assert_eq!(text::clean(&once), once.as_str());
        // `remove(0)` makes the model quadratic.
        if text.len() < 2000 {
            prop_assert_eq!(&once, &model_of_clean(&text));
        }
    }

    #[test]
    fn a_warning_never_changes_the_verdict(draft in a_draft()) {
        let clean = text::clean(draft.get(Field::ContactEmail)).into_owned();
        let odd = !clean.is_empty() && !is_plausible_email(&clean);
        let doubt = draft.warnings().into_iter().find(|it| it.field == Field::ContactEmail);
        prop_assert_eq!(doubt.is_some(), odd);
        if let Ok(invitation) = Invitation::check(draft.get(Field::ContactEmail)) {
            prop_assert!(!odd);
            prop_assert_eq!(invitation.email(), clean);
        }
    }

    #[test]
    fn the_verdict_is_the_one_of_the_model(draft in a_draft()) {
        match (draft.check(), model_of_check(&draft)) {
            (Ok(client), Ok(kept)) => {
                let fields: Vec<_> = Field::ALL
                    .into_iter()
                    .filter_map(|it| Some((it.name(), client.get(it)?.to_owned())))
                    .collect();
                prop_assert_eq!(fields, kept);
            }
            (Err(mistakes), Err(model)) => prop_assert_eq!(mistakes, model),
            _ => prop_assert!(false, "the two disagree"),
        }
    }

    #[test]
    fn a_checked_client_checks_to_itself(draft in a_draft(), name in "[a-z]{1,3}") {
        let mut draft = draft;
        for field in Field::ALL {
            if Draft::check_field(field, draft.get(field)).is_err() {
                draft.set(field, name.as_str());
            }
        }
        let client = draft.check().unwrap();
        let sent = serde_json::to_string(&client).unwrap();
        let received: Draft = serde_json::from_str(&sent).unwrap();
        let again = received.check();
        prop_assert!(again.is_ok_and(|it| it == client));
    }

    #[test]
    fn a_client_survives_the_way(client in a_client()) {
        let sent = serde_json::to_string(&client).unwrap();
        let received: Decoded = serde_json::from_str(&sent).unwrap();
        prop_assert_eq!(received.drift, 0);
        prop_assert_eq!(received.client, client);
    }

    #[test]
    fn a_problem_survives_the_way(problem in a_problem()) {
        let sent = serde_json::to_string(&problem).unwrap();
        prop_assert_eq!(serde_json::from_str::<Problem>(&sent).unwrap(), problem);
    }

    #[test]
    fn a_submission_survives_the_way(submission in a_submission()) {
        let sent = serde_json::to_string(&submission).unwrap();
        prop_assert_eq!(serde_json::from_str::<Submission>(&sent).unwrap(), submission);
    }

    #[test]
    fn a_key_survives_the_way(bytes in any::<[u8; 16]>()) {
        let key = IdempotencyKey::from_random(bytes);
        for text in [key.to_string(), key.to_string().to_uppercase(), format!("\"{key}\"")] {
            prop_assert_eq!(text.parse::<IdempotencyKey>(), Ok(key));
        }
        let sent = serde_json::to_string(&key).unwrap();
        prop_assert_eq!(serde_json::from_str::<IdempotencyKey>(&sent).unwrap(), key);
    }

    #[test]
    fn no_json_makes_a_reader_panic(value in json_of_any_shape()) {
        let body = value.to_string();
        if let Ok(Decoded { client, drift }) = serde_json::from_str(&body) {
            prop_assert!(!client.id().is_empty() && !client.name().is_empty());
            prop_assert!(drift <= value.as_object().unwrap().len() + 1);
        }
        let _ = serde_json::from_str::<Draft>(&body);
        let _ = serde_json::from_str::<Problem>(&body);
        let _ = serde_json::from_str::<Submission>(&body);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in vec(any::<u8>(), 0..64), text in any::<String>()) {
        let _ = serde_json::from_slice::<Draft>(&bytes);
        let _ = serde_json::from_slice::<Client>(&bytes);
        let _ = text.parse::<IdempotencyKey>();
        let _ = is_plausible_email(&text);
    }
}
