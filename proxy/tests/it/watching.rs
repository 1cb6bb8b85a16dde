//! What is said about watching the door: the tables of the documentation, the alert rules and the
//! dashboard speak of what there is, and of all of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::metrics::{Samples, scrape};
use crate::stage::Stage;

fn file(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The expressions of a file: the values under this name, however deep.
fn expressions(value: &Value, name: &str) -> Vec<String> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| match value.as_str() {
                Some(text) if key == name => vec![text.to_owned()],
                _ => expressions(value, name),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(|it| expressions(it, name)).collect(),
        _ => Vec::new(),
    }
}

/// The series that an expression asks for: names, each with what its labels must be.
fn selectors(expression: &str) -> Vec<(String, Vec<String>)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut rest = expression;
    let mut selectors = Vec::new();
    while let Some(start) = rest.find("roosted_").into_iter().chain(rest.find("process_")).min() {
        rest = &rest[start..];
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let inside = rest.strip_prefix('{').and_then(|it| it.split_once('}'));
        let labels = inside.map_or("", |it| it.0).split(',').map(str::trim);
        // The name of a job is what whoever scrapes calls it.
        let labels = labels.filter(|it| !it.is_empty() && !it.starts_with("job="));
        selectors.push((name, labels.map(ToOwned::to_owned).collect()));
    }
    selectors
}

/// The names of what is asked for; each must select something.
#[track_caller]
fn asked_for(expressions: &[String], samples: &Samples) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for expression in expressions {
        for (name, labels) in selectors(expression) {
            let selects = |series: &String| {
                let (there, inside) = series.split_once('{').unwrap_or((series, ""));
                there == name && labels.iter().all(|it| inside.contains(it.as_str()))
            };
            assert!(samples.keys().any(selects), "nothing is selected by {name} of {expression}");
            names.insert(metric(&name));
        }
    }
    names
}

/// The name of a metric, without what a histogram adds to it.
fn metric(series: &str) -> String {
    let name = series.split('{').next().unwrap();
    let bare = ["_bucket", "_sum", "_count"].iter().find_map(|it| name.strip_suffix(it));
    bare.filter(|it| it.ends_with("_duration_seconds")).unwrap_or(name).to_owned()
}

fn exposed(samples: &Samples) -> BTreeSet<String> {
    samples.keys().map(|it| metric(it)).collect()
}

/// The first cells of the table under a heading, each word in backticks.
fn first_cells(heading: &str) -> BTreeSet<String> {
    let text = file("docs/operations.md");
    let (_, rest) = text.split_once(&format!("| {heading} |")).unwrap();
    let rows = rest.lines().skip(1).take_while(|it| it.starts_with('|'));
    rows.filter_map(|row| row.split('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(ToOwned::to_owned))
        .collect()
}

#[tokio::test]
async fn the_alert_rules_ask_for_what_there_is() {
    let rules: Value = serde_saphyr::from_str(&file("deploy/prometheus/alerts.yml")).unwrap();
    let rules = expressions(&rules, "expr");
    assert!(rules.len() >= 10);
    let names = asked_for(&rules, &scrape(&Stage::open().await).await);
    // The alarm of a refused key, the reach of the API, and what nobody knows.
    for name in [
        "roosted_upstream_key_refused_total",
        "roosted_upstream_up",
        "roosted_ledger_oldest_unconfirmed_seconds",
        "roosted_ledger_rows",
    ] {
        assert!(names.contains(name), "{name}");
    }
}

#[tokio::test]
async fn the_dashboard_shows_everything_and_nothing_else() {
    let dashboard: Value =
        serde_json::from_str(&file("deploy/grafana/roosted-proxy.json")).unwrap();
    let samples = scrape(&Stage::open().await).await;
    assert_eq!(asked_for(&expressions(&dashboard, "expr"), &samples), exposed(&samples));
    let panels = dashboard["panels"].as_array().unwrap();
    let ids: BTreeSet<_> = panels.iter().map(|it| it["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len());
}

#[tokio::test]
async fn every_metric_is_documented() {
    let samples = scrape(&Stage::open().await).await;
    assert_eq!(first_cells("metric"), exposed(&samples));
}

#[test]
fn every_event_is_documented() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut events = BTreeSet::new();
    collect(&source, &mut events);
    assert!(events.len() > 15, "{events:?}");
    assert_eq!(first_cells("`event`"), events);
}

/// The events that the source names.
fn collect(folder: &Path, events: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, events);
        } else {
            let text = fs::read_to_string(path).unwrap();
            let named = text.split("event = \"").skip(1);
            events.extend(named.filter_map(|it| Some(it.split_once('"')?.0.to_owned())));
        }
    }
}

#[test]
fn a_selector_is_read_with_its_labels() {
    let expression = r#"rate(roosted_a_total{job="x", class="5xx"}[5m]) / roosted_b > 1"#;
    let expected = [
        ("roosted_a_total".to_owned(), vec![r#"class="5xx""#.to_owned()]),
        ("roosted_b".to_owned(), vec![]),
    ];
    assert_eq!(selectors(expression), expected);
}
