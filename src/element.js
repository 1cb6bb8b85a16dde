// The custom element: what a page sees of the form, and a thin caller of the widget behind it.
//
// `cargo xtask assemble` fills in the names in capitals, takes in the scripts of `element/`, and writes
// the result to the stable path `/roosted-client-form.js`, beside the hashed files it names.

import { ask } from "./element/ask.js";
import { Keeper } from "./element/keeper.js";
import { ENGLISH, learn, observe, tagOf } from "./element/language.js";
import { hasStopped, load, read, whenStopped } from "./element/loader.js";
import WORDS from "./element/words.json";

const NAME = "roosted-client-form";
const ATTRIBUTES = ["api-base", "lang", "theme", "validate", "draft", "invite"];

// One sheet for every form of the page. A style element would need a hole in the page's policy.
let sheet;
const style = () => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(__STYLE__);
  }
  return sheet;
};

// Every form that has a widget and is in the page.
const forms = new Set();

class RoostedClientForm extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  // Follows `lang` here and above.
  static #follow = observe(() => {
    for (const form of forms) form.#translate();
  });

  #root = this.attachShadow({ mode: "open", delegatesFocus: true });
  #widget = null;
  #messages = null;
  // The tag that was asked for last, and the language that is spoken.
  #tag;
  #language = ENGLISH;
  // What the page set before there was a widget, and whether it is setting something now.
  #given = {};
  #setting = false;
  #resolve;
  #reject;

  #keeper = new Keeper({
    host: this,
    texts: () => this.#texts(),
    told: (kept) => this.#widget?.kept(kept),
    back: () => this.#goOn(true),
  });

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [style()];
    this.#root.addEventListener("input", ({ target }) => {
      if (!this.#setting && this.#form()?.contains(target)) this.#keeper.type();
    });
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A page that does not ask is not told twice: the event says it.
    this.ready.catch(() => {});
    // Properties set before the element was defined sit on the instance and hide the accessors.
    for (const name of ["values", "messages"]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
  }

  connectedCallback() {
    if (this.#widget) {
      this.#enter();
      return;
    }
    // Both at once; the first words are those of the language.
    const language = this.#translate();
    load().then(
      (Widget) => language.then(() => this.#start(Widget)),
      (error) => language.then(() => this.#fail(error)),
    );
  }

  disconnectedCallback() {
    forms.delete(this);
    this.#keeper.leave();
    // A move within the page comes straight back; only what stays away is taken down.
    queueMicrotask(() => {
      if (!this.isConnected) this.#widget?.detach();
    });
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.#widget) return;
    this.#widget.attribute(name, now ?? undefined);
    if (name === "draft") this.#keeper.save();
  }

  get values() {
    return this.#widget ? this.#widget.values : { ...this.#given };
  }

  set values(values) {
    if (!this.#widget) {
      Object.assign(this.#given, values);
      return;
    }
    this.#setting = true;
    this.#widget.values = values;
    this.#setting = false;
    if (this.#keeper.typed) this.#keeper.save();
  }

  get client() {
    return this.#widget ? this.#widget.client : null;
  }

  get messages() {
    return this.#messages;
  }

  set messages(messages) {
    this.#messages = messages;
    this.#speak();
  }

  submit() {
    this.#form()?.requestSubmit();
  }

  reset() {
    this.#given = {};
    if (this.#widget) this.#widget.reset();
    else if (this.isConnected) {
      this.#keeper.enter();
      this.#keeper.forget();
    }
  }

  focus(options) {
    const target = this.#form()?.elements.client_name ?? this.#root.querySelector("[tabindex]");
    if (target) target.focus(options);
    else super.focus(options);
  }

  #start(Widget) {
    if (this.#widget || !this.isConnected) return;
    try {
      const widget = new Widget(
        {
          tell: (name, detail) => this.#tell(name, detail),
          read,
          ask: (values) => this.#ask(values),
          keep: (attempt) => this.#keeper.keep(attempt),
          forget: () => this.#keeper.forget(),
        },
        this.#root,
      );
      for (const name of ATTRIBUTES) widget.attribute(name, this.getAttribute(name) ?? undefined);
      widget.values = this.#given;
      this.#root.replaceChildren();
      this.#widget = widget;
      this.#speak();
      this.#keeper.enter();
      this.#goOn(false);
      this.#enter();
    } catch (error) {
      this.#widget = null;
      return this.#fail(error);
    }
    const detail = { version: __VERSION__ };
    this.#resolve(detail);
    this.#tell("roosted-ready", detail);
  }

  #enter() {
    forms.add(this);
    this.#keeper.enter();
    this.#widget.attach();
    RoostedClientForm.#follow(this);
    this.#translate();
  }

  // Learns the language that holds here, and speaks it unless another one was asked for meanwhile.
  async #translate() {
    const tag = tagOf(this);
    if (tag === this.#tag) return;
    this.#tag = tag;
    const language = await learn(tag);
    if (tag !== this.#tag) return;
    this.#language = language;
    this.#speak();
  }

  #speak() {
    const { lang, dir, locale, words } = this.#language;
    const said = Object.entries(this.#messages ?? {}).filter(([, text]) => typeof text === "string");
    this.#widget?.say(lang, dir, locale, Object.entries({ ...words, ...Object.fromEntries(said) }).flat());
  }

  // Goes on where a page was left; `afresh` if something else is in the form now.
  #goOn(afresh) {
    const kept = this.#keeper.recall();
    if (afresh && !this.#widget.reset()) return;
    if (!kept) return;
    if (Object.keys(this.values).some((name) => kept[name])) this.#keeper.type();
    this.#widget.recall(kept);
  }

  async #ask(values) {
    const verdict = await ask(values, (detail) => this.#tell("roosted-before-create", detail, true));
    // What the page changed is what the person sees.
    if (verdict?.values) this.values = verdict.values;
    return verdict;
  }

  #form() {
    return this.#root.querySelector("form[part~=form]");
  }

  // What stands in the form, without a call to the module where that can be had.
  #texts() {
    const form = this.#form();
    return form ? Object.fromEntries(Array.from(form.elements, (it) => [it.name, it.value])) : this.values;
  }

  #fail(error) {
    if (this.#widget || this.#root.childElementCount) return;
    const words = this.#say(hasStopped() ? "stopped" : "unsupported");
    this.#show(words);
    this.#reject(error);
    this.#err("unsupported", words);
  }

  // The module has stopped: says so, and what has become of what was typed and sent.
  #stop() {
    const form = this.#form();
    const { standing, typed } = this.#keeper;
    const sent = standing && standing !== "unsent";
    this.#given = form ? this.#texts() : {};
    this.#widget = null;
    const kept = this.#keeper.save();
    const words = [this.#say("stopped")];
    if (sent) words.push(this.#say(kept ? "stopped.sent" : "stopped.sent.unknown"));
    else words.push(this.#say(form ? "stopped.unsent" : "stopped.created"));
    if (form && typed) words.push(this.#say(kept ? "stopped.kept" : "stopped.not-kept"));

    // A copy of what is there, to be read: it does not call the module any more.
    const copy = this.#root.querySelector(".widget").cloneNode(true);
    for (const it of copy.querySelectorAll("button, [part~=banner]")) it.remove();
    for (const it of copy.querySelectorAll("input, textarea")) it.readOnly = true;
    const message = this.#show(words.join(" "));
    const button = document.createElement("button");
    button.className = "button";
    button.textContent = this.#say("stopped.reload");
    button.onclick = () => location.reload();
    message.append(button);
    if (!form || (typed && !kept)) this.#root.append(copy);
    this.#err(standing === "sent" ? "unconfirmed" : "unsupported", words.join(" "));
  }

  #show(words) {
    const message = document.createElement("p");
    message.className = "unsupported";
    message.setAttribute("part", "error");
    message.setAttribute("role", "alert");
    message.lang = this.#language.lang;
    message.dir = this.#language.dir;
    message.append(words);
    this.#root.replaceChildren(message);
    return message;
  }

  #say(key) {
    return this.#messages?.[key] ?? this.#language.words[key] ?? WORDS[key];
  }

  #err(kind, message) {
    this.#tell("roosted-error", { kind, status: null, code: null, message, fields: [] });
  }

  #tell(name, detail, cancelable = false) {
    const event = new CustomEvent(name, { bubbles: true, composed: true, cancelable, detail });
    this.dispatchEvent(event);
    return event;
  }

  static {
    whenStopped(() => {
      for (const form of forms) form.#stop();
      forms.clear();
    });
  }
}

// Loading the module twice is harmless.
if (!customElements.get(NAME)) customElements.define(NAME, RoostedClientForm);
