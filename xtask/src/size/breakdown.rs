//! What the module is made of, by crate.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;

use anyhow::{Context as _, Result, ensure};
use wasmparser::{KnownCustom, Name, NameSectionReader, Parser, Payload, TypeRef};

use super::whose::whose;
use crate::assemble::compress::brotli;

/// What is told by itself, in bytes; the rest is one row.
const LEAST: usize = 1_000;

/// Constants and texts of all crates: the linker has put them together.
const DATA: &str = "(data)";

/// Types, imports, exports, tables.
const FRAME: &str = "(frame)";

/// Functions whose names are no paths: what our class exports, and what `wasm-bindgen` adds.
const NO_PATH: &str = "(no path)";

/// What is less than [`LEAST`].
const SMALL: &str = "(below 1 kB)";

/// The numbers of sections, as the format has them.
const CODE_SECTION: u8 = 10;
const DATA_SECTION: u8 = 11;

/// The bytes of a module, each part of it once, the largest first.
#[derive(Debug)]
pub(crate) struct Breakdown(Vec<Part>);

/// What belongs to one crate.
#[derive(Debug)]
struct Part {
    of: String,
    functions: usize,
    raw: usize,
    /// Its share of what the whole module is after brotli.
    brotli: usize,
}

impl Breakdown {
    /// Takes a module with names apart. `whole` is what it is after brotli, without them.
    ///
    /// The share of a part is what it would be by itself after brotli, with all of them scaled to their sum:
    /// what is repeated in two crates counts for both.
    ///
    /// # Errors
    ///
    /// Fails when it is no module, or one without names.
    pub(crate) fn of(module: &[u8], whole: usize) -> Result<Self> {
        let mut parts: Vec<_> = collect(module)?
            .into_iter()
            .map(|(of, Bytes { functions, bytes })| {
                let brotli = brotli(&bytes)?.len();
                Ok(Part { of, functions, raw: bytes.len(), brotli })
            })
            .collect::<Result<_>>()?;
        let sum: usize = parts.iter().map(|it| it.brotli).sum();
        for part in &mut parts {
            part.brotli = part.brotli * whole / sum.max(1);
        }
        parts.sort_by_key(|it| (it.of == SMALL, usize::MAX - it.raw));
        Ok(Self(parts))
    }
}

/// The bytes of one part.
#[derive(Default)]
struct Bytes {
    functions: usize,
    bytes: Vec<u8>,
}

fn collect(module: &[u8]) -> Result<BTreeMap<String, Bytes>> {
    let mut parts = BTreeMap::<String, Bytes>::new();
    let mut bodies = Vec::new();
    let mut names = HashMap::new();
    let mut imported = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let mut add = |of: &str, bytes| {
            parts.entry(of.to_owned()).or_default().bytes.extend_from_slice(bytes);
        };
        match payload.as_section() {
            Some((DATA_SECTION, range)) => add(DATA, slice(module, range)?),
            // That of the code is told by its functions.
            Some((0 | CODE_SECTION, _)) | None => {}
            Some((_, range)) => add(FRAME, slice(module, range)?),
        }
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(section) = custom.as_known() {
                    names = of_functions(section)?;
                }
            }
            _ => {}
        }
    }
    ensure!(!names.is_empty(), "the module has no names");
    for (index, range) in (imported..).zip(bodies) {
        // Those that a tool has added have none.
        let owner = names.get(&index).and_then(|name| whose(name));
        let part = parts.entry(owner.unwrap_or_else(|| NO_PATH.to_owned())).or_default();
        part.functions += 1;
        part.bytes.extend_from_slice(slice(module, range)?);
    }
    Ok(gather(parts))
}

fn slice(module: &[u8], range: Range<u64>) -> Result<&[u8]> {
    let (start, end) = (usize::try_from(range.start)?, usize::try_from(range.end)?);
    module.get(start..end).context("a part lies outside of its module")
}

fn of_functions(section: NameSectionReader<'_>) -> Result<HashMap<u32, &str>> {
    let mut names = HashMap::new();
    for part in section {
        if let Name::Function(functions) = part? {
            for naming in functions {
                let naming = naming?;
                names.insert(naming.index, naming.name);
            }
        }
    }
    Ok(names)
}

/// Puts together what is too small to be told.
fn gather(parts: BTreeMap<String, Bytes>) -> BTreeMap<String, Bytes> {
    let (mut large, small): (BTreeMap<_, _>, BTreeMap<_, _>) =
        parts.into_iter().partition(|(_, it)| it.bytes.len() >= LEAST);
    for part in small.into_values() {
        let rest: &mut Bytes = large.entry(SMALL.to_owned()).or_default();
        rest.functions += part.functions;
        rest.bytes.extend(part.bytes);
    }
    large
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:32} {:>9} {:>9} {:>9} {:>6}",
            "crate", "functions", "raw", "brotli", "share"
        )?;
        let whole: usize = self.0.iter().map(|it| it.brotli).sum();
        let raw = self.0.iter().map(|it| it.raw).sum();
        let functions = self.0.iter().map(|it| it.functions).sum();
        let total = Part { of: "total".to_owned(), functions, raw, brotli: whole };
        for Part { of, functions, raw, brotli } in self.0.iter().chain([&total]) {
            let share = (brotli * 1_000 / whole.max(1)).div_ceil(10);
            writeln!(f, "{of:32} {functions:>9} {raw:>9} {brotli:>9} {share:>4} %")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(mut value: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        loop {
            let low = u8::try_from(value % 128).unwrap();
            value /= 128;
            if value == 0 {
                bytes.push(low);
                return bytes;
            }
            bytes.push(low | 128);
        }
    }

    /// What has its length in front.
    fn sized(content: &[u8]) -> Vec<u8> {
        [number(content.len()), content.to_vec()].concat()
    }

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        [vec![id], sized(content)].concat()
    }

    /// A module with a function for each `(name, bytes)`.
    fn module(functions: &[(&str, usize)]) -> Vec<u8> {
        let count = number(functions.len());
        let types = [&*count, &vec![0; functions.len()]].concat();
        let bodies = functions.iter().map(|(_, size)| {
            let nops = vec![1; size - 2];
            sized(&[&[0], &*nops, &[11]].concat())
        });
        let code = [count.clone(), bodies.collect::<Vec<_>>().concat()].concat();
        let names = functions
            .iter()
            .enumerate()
            .map(|(index, (name, _))| [number(index), sized(name.as_bytes())].concat());
        let names = [count, names.collect::<Vec<_>>().concat()].concat();
        let names = [sized(b"name"), section(1, &names)].concat();
        let data = [&[1, 0, 65, 0, 11], &*sized(&[7; 2_000])].concat();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, &[1, 96, 0, 0]),
            section(3, &types),
            section(CODE_SECTION, &code),
            section(DATA_SECTION, &data),
            section(0, &names),
        ]
        .concat()
    }

    #[test]
    fn every_byte_belongs_to_somebody() {
        let module = module(&[
            ("_ZN5alloc3vec4grow17h0123456789abcdefE", 1_500),
            ("_ZN5alloc3vec4drop17h0123456789abcdefE", 1_000),
            ("memcpy", 1_200),
            ("_ZN5small2it17h0123456789abcdefE", 10),
        ]);

        let Breakdown(parts) = Breakdown::of(&module, 10_000).unwrap();

        let told: Vec<_> = parts.iter().map(|it| (&*it.of, it.functions, it.raw)).collect();
        let small = told.last().unwrap();
        assert_eq!(told[..2], [("alloc", 2, 2_500), (DATA, 0, 2_007)]);
        assert_eq!(told[2], (NO_PATH, 1, 1_200));
        assert!(small.0 == SMALL && small.1 == 1 && small.2 < 50, "{small:?}");
        let whole: usize = parts.iter().map(|it| it.brotli).sum();
        assert!((9_990..=10_000).contains(&whole), "{whole}");
    }

    #[test]
    fn a_module_without_names_is_refused() {
        let module = module(&[("a::b", 10)]);
        let nameless = &module[..module.len() - 16];
        assert!(Breakdown::of(nameless, 1).is_err());
        assert!(Breakdown::of(b"no module", 1).is_err());
    }
}
