//! What the types for pages say is what the contract says.

use roosted_contract::{ClientField, Code, Field, Kind, Shape};

const TYPES: &str = include_str!("../../../npm/roosted-client-form.d.ts");

/// What is declared under a name, up to the mark that ends it.
fn declared(head: &str, end: &str) -> &'static str {
    let (_, rest) = TYPES.split_once(&format!("export {head}")).expect(head);
    rest.split_once(end).expect(head).0
}

/// The words of a union of strings, in order.
fn union(name: &str) -> Vec<&'static str> {
    declared(&format!("type {name} ="), ";").split('"').skip(1).step_by(2).collect()
}

#[test]
fn the_fields_are_those_of_the_form() {
    assert_eq!(union("FieldName"), Field::ALL.map(Field::name));
}

#[test]
fn a_client_has_its_fields_with_their_types() {
    let members = ClientField::ALL.map(|field| {
        let shape = match field.shape() {
            Shape::Text => "string",
            Shape::Status => "number",
            Shape::Flag => "boolean",
        };
        // The only one that every client has.
        let null = if field == ClientField::Id { "" } else { " | null" };
        format!("  {}: {shape}{null};\n", field.name())
    });
    assert_eq!(declared("interface Client {\n", "}"), members.concat());
}

#[test]
fn kinds_and_codes_are_all_there() {
    let kinds: Vec<_> = Kind::ALL.iter().map(|it| it.as_str()).collect();
    assert_eq!(union("ProblemKind"), kinds);

    let known = Code::ALL.iter().chain([&Code::Unknown]);
    let codes: Vec<_> = known.map(|it| it.as_str()).collect();
    assert_eq!(union("ProblemCode"), codes);
}
