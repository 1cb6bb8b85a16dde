//! Prints the description of our routes:
//! `cargo run --package roosted-proxy --example openapi > docs/openapi.json`.

#![expect(clippy::print_stdout, reason = "it is what this is for")]

fn main() {
    println!("{:#}", roosted_proxy::openapi());
}
