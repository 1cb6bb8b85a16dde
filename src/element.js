// The custom element: a thin caller of the widget, and the loader of its module.
//
// `cargo xtask assemble` fills in the names in capitals and writes the result to the stable
// path `/roosted-client-form.js`, beside the hashed files it names.

const NAME = "roosted-client-form";
const ATTRIBUTES = ["api-base", "lang", "theme", "validate", "draft", "invite"];
const UNSUPPORTED =
  "This form cannot run in this browser. Use a current browser, or add the client in Roosted itself.";

// One sheet for every form of the page. A style element would need a hole in the page's policy.
let sheet;
const style = () => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(__STYLE__);
  }
  return sheet;
};

// The module is fetched once, when the first form comes into a page.
let loading;
const load = () =>
  (loading ??= (async () => {
    // Not cut short, and not altered on the way.
    const wasm = fetch(new URL(__WASM__, import.meta.url), { integrity: __INTEGRITY__ });
    // Awaited below; without this line a failing import would leave it unhandled.
    wasm.catch(() => {});
    const glue = await import(new URL(__GLUE__, import.meta.url).href);
    const response = await wasm;
    if (!response.ok) throw new Error(`the module answered ${response.status}`);
    await glue.default({ module_or_path: response });
    return glue;
  })());

class RoostedClientForm extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #widget = null;
  #pending = {};
  #resolve;
  #reject;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [style()];
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A page that does not ask is not told twice: the event says it.
    this.ready.catch(() => {});
  }

  connectedCallback() {
    // Properties set before the element was defined sit on the instance and hide the accessors.
    if (Object.hasOwn(this, "values")) {
      const values = this.values;
      delete this.values;
      this.values = values;
    }
    if (this.#widget) this.#widget.attach();
    else load().then((glue) => this.#start(glue), (error) => this.#fail(error));
  }

  disconnectedCallback() {
    // A move within the page comes straight back; only what stays away is taken down.
    queueMicrotask(() => {
      if (!this.isConnected) this.#widget?.detach();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before !== now) this.#widget?.attribute(name, now ?? undefined);
  }

  get values() {
    return this.#widget ? this.#widget.values : { ...this.#pending };
  }

  set values(values) {
    if (this.#widget) this.#widget.values = values;
    else Object.assign(this.#pending, values);
  }

  get client() {
    return this.#widget ? this.#widget.client : null;
  }

  submit() {
    this.#widget?.submit();
  }

  reset() {
    this.#pending = {};
    this.#widget?.reset();
  }

  focus(options) {
    if (this.#widget) this.#widget.focus();
    else super.focus(options);
  }

  #start(glue) {
    if (this.#widget) return;
    try {
      const widget = new glue.Widget(this, this.#root);
      for (const name of ATTRIBUTES) widget.attribute(name, this.getAttribute(name) ?? undefined);
      widget.values = this.#pending;
      this.#root.replaceChildren();
      if (this.isConnected) widget.attach();
      this.#widget = widget;
    } catch (error) {
      return this.#fail(error);
    }
    const detail = { version: __VERSION__ };
    this.#resolve(detail);
    this.#tell("roosted-ready", detail);
  }

  #fail(error) {
    if (this.#widget || this.#root.childElementCount) return;
    const message = document.createElement("p");
    message.className = "unsupported";
    message.setAttribute("part", "error");
    message.setAttribute("role", "alert");
    message.textContent = UNSUPPORTED;
    this.#root.append(message);
    this.#reject(error);
    const detail = { kind: "unsupported", status: null, code: null, message: UNSUPPORTED, fields: [] };
    this.#tell("roosted-error", detail);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

// Loading the module twice is harmless.
if (!customElements.get(NAME)) customElements.define(NAME, RoostedClientForm);
