#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| roosted_proxy::fuzzing::body(bytes));
