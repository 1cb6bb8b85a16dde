// The module behind all forms of a page: fetched once, when the first one comes, and gone when it has
// stopped.

import { fetched } from "./fetched.js";

const GLUE = new URL(__GLUE__, import.meta.url).href;

const compiled = async (response) =>
  // What a server calls by another name cannot be compiled while it comes.
  response.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());

const start = async () => {
  const wasm = fetched(new URL(__WASM__, import.meta.url), { integrity: __WASM_INTEGRITY__ }).then(compiled);
  // An import cannot be told what to expect; it takes the same bytes from the browser's cache.
  const glue = fetched(GLUE, { integrity: __GLUE_INTEGRITY__ });
  const [{ default: init, Widget }, module] = await Promise.all([import(GLUE), wasm, glue]);
  await init({ module_or_path: module });
  return Widget;
};

let loading;
export const load = () => (loading ??= start());

// What takes a pasted text apart: of no use before somebody pastes.
const PASTE = new URL(__PASTE__, import.meta.url).href;
export const read = async (...pasted) => {
  await fetched(PASTE, { integrity: __PASTE_INTEGRITY__ });
  return (await import(PASTE)).read(...pasted);
};

let stopped = false;
export const hasStopped = () => stopped;

// One trap leaves the memory that all forms share in a state that nobody knows. It comes up as an error
// of the page, since nothing catches it; what it went through has the name of the module's files.
export const whenStopped = (stop) => {
  const hear = ({ error, reason = error }) => {
    const ours = reason?.name === "RuntimeError" && reason.stack?.includes(GLUE.slice(0, -".js".length));
    if (!ours || stopped) return;
    stopped = true;
    loading = Promise.reject(reason);
    loading.catch(() => {});
    stop();
  };
  addEventListener("error", hear);
  addEventListener("unhandledrejection", hear);
};
