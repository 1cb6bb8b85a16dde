//! What the README says about the fields is what the contract says.

use roosted_contract::Field;

const README: &str = include_str!("../../../README.md");

#[test]
fn the_readme_has_every_field_with_its_limit() {
    let rows = Field::ALL.map(|field| {
        let required = if field.required() { "yes" } else { "no" };
        format!("| `{}` | {required} | {} |\n", field.name(), thousands(field.limit()))
    });
    let head = "| field | required | at most, in characters |\n| --- | --- | --- |\n";
    let table = head.to_owned() + &rows.concat();
    assert!(README.contains(&table), "README.md should have this table:\n{table}");
}

fn thousands(number: usize) -> String {
    match (number / 1_000, number % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands},{rest:03}"),
    }
}
