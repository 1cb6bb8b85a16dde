// The module that takes pasted text apart. `cargo xtask assemble` makes one file of it and its glue, which is
// loaded when somebody pastes.

import init, { read } from "paste";
import module from "paste.wasm";

await init({ module_or_path: module });

export { read };
