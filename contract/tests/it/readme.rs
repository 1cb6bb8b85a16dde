//! What the README says about the fields is what the contract says.

use roosted_contract::Field;

const README: &str = include_str!("../../../README.md");

#[test]
fn the_readme_has_every_field_with_its_limit() {
    let mut table =
        String::from("| field | required | at most, in characters |\n| --- | --- | --- |\n");
    for field in Field::ALL {
        let required = if field.required() { "yes" } else { "no" };
        table += &format!("| `{}` | {required} | {} |\n", field.name(), thousands(field.limit()));
    }
    assert!(README.contains(&table), "README.md should have this table:\n{table}");
}

fn thousands(number: usize) -> String {
    match (number / 1_000, number % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{thousands},{rest:03}"),
    }
}
