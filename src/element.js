// The custom element: what a page sees of the form, and a thin caller of the widget behind it.
//
// `cargo xtask assemble` fills in the names in capitals, takes in the scripts of `element/`, and writes
// the result to the stable path `/roosted-client-form.js`, beside the hashed files it names.

import { ask } from "./element/ask.js";
import { Keeper } from "./element/keeper.js";
import { ENGLISH, learn, observe, tagOf } from "./element/language.js";
import { hasStopped, load, read, whenStopped } from "./element/loader.js";
import { leave, reword, skeleton } from "./element/skeleton.js";
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

// So long a form waits for its words, in milliseconds. Then it is there in English, and speaks the language when
// that comes.
const WAIT = 2_000;

// Lets the browser do first what waits: a storage that is opened for the first time takes its time.
const pause = (time = 0) => new Promise((goOn) => setTimeout(goOn, time));

// Every form that is in the page.
const forms = new Set();

class RoostedClientForm extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  // Follows `lang` here and above.
  static #follow = observe(() => {
    for (const form of forms) form.#translate();
  });

  // A page may have brought it along.
  #root = this.shadowRoot ?? this.attachShadow({ mode: "open", delegatesFocus: true });
  #widget = null;
  #messages = null;
  // The tag that was asked for last, and the language that is spoken.
  #tag;
  #language = ENGLISH;
  // Says once more what is said where there is no widget.
  #retell = () => {
    const drawn = this.#root.querySelector(".widget");
    if (drawn) reword(drawn, this.#sketch());
  };
  // What the page set before there was a form, and whether it is setting something now.
  #given = {};
  #setting = false;
  // What was kept when a page was left here; unknown until it was looked for.
  #kept;
  // Until when a person composes a letter of several strokes.
  #composing;
  #resolve;
  #reject;

  #keeper = new Keeper({
    host: this,
    texts: () => this.#texts(),
    told: (kept) => this.#widget?.kept(kept),
    back: () => this.#goOn(),
  });

  constructor() {
    super();
    // What a page brought along has its own until it is live.
    if (!this.#root.firstChild) this.#dress();
    this.#root.addEventListener("input", ({ target }) => {
      if (!this.#setting && this.#form()?.contains(target)) this.#keeper.type();
    });
    this.#root.addEventListener("compositionstart", () => {
      this.#composing = new Promise((end) => this.#root.addEventListener("compositionend", end, { once: true }));
    });
    this.#root.querySelector(".skeleton__late")?.remove();
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
    forms.add(this);
    RoostedClientForm.#follow(this);
    if (this.#widget) {
      this.#enter();
      return;
    }
    // All at once; the first words are those of the language, if it comes soon.
    const module = load();
    const language = Promise.race([this.#translate(), pause(WAIT)]).then(() => this.#outline());
    const shown = language.then(() => pause()).then(() => this.#arrive());
    module.then(
      (Widget) => shown.then(() => this.#composing).then(() => this.#start(Widget)),
      (error) => shown.then(() => this.#fail(error)),
    );
  }

  #dress() {
    this.#root.adoptedStyleSheets = [style()];
  }

  // Goes on where a page was left; what a person typed since is newer.
  #arrive() {
    if (this.#kept !== undefined || !this.isConnected) return;
    const given = this.#given;
    const typed = Object.entries(this.#texts()).filter(([name, text]) => text !== `${given[name] ?? ""}`);
    this.#keeper.enter();
    this.#kept = this.#keeper.recall();
    if (this.#kept?.texts) this.#form()?.reset();
    this.#put({ ...this.#kept?.texts, ...Object.fromEntries(typed) });
    if (this.#kept?.texts || typed.length > 0) this.#keeper.type();
    if (this.#kept) this.#keeper.keep(this.#kept.attempt);
  }

  // Shows the form before it is live, where the page did not.
  #outline() {
    if (this.#root.childElementCount) return;
    this.#root.append(this.#sketch());
    this.#put(this.#given);
  }

  #sketch() {
    return skeleton(this.#language, (key) => this.#say(key));
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
    return this.#widget ? this.#widget.values : this.#texts();
  }

  set values(values) {
    if (!this.#widget) {
      Object.assign(this.#given, values);
      if (!this.#kept?.texts) this.#put(values);
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
    if (this.#widget) this.#form()?.requestSubmit();
  }

  reset() {
    this.#given = {};
    if (this.#widget) this.#widget.reset();
    else {
      this.#form()?.reset();
      this.#kept = null;
      if (this.isConnected) {
        this.#keeper.enter();
        this.#keeper.forget();
      }
    }
  }

  focus(options) {
    const target = this.#form()?.elements.client_name ?? this.#root.querySelector("[tabindex]");
    if (target) target.focus(options);
    else super.focus(options);
  }

  #start(Widget) {
    if (this.#widget || !this.isConnected) return;
    const skeleton = [...this.#root.childNodes];
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
      const kept = this.#kept;
      const comeBack = leave(this.#root);
      this.#given = this.#texts();
      this.#kept = null;
      this.#root.replaceChildren();
      this.#dress();
      widget.values = this.#given;
      this.#widget = widget;
      this.#retell = undefined;
      this.#speak();
      if (kept) widget.recall({ ...kept.attempt, ...(kept.texts && this.#given) });
      this.#enter();
      this.#given = {};
      comeBack();
      if (this.#keeper.typed) this.#keeper.save();
    } catch (error) {
      this.#widget = null;
      this.#root.replaceChildren(...skeleton);
      return this.#fail(error);
    }
    const detail = { version: __VERSION__ };
    this.#resolve(detail);
    this.#tell("roosted-ready", detail);
  }

  #enter() {
    this.#keeper.enter();
    this.#widget.attach();
    this.#translate();
  }

  // Learns the language that holds here, and speaks it unless another one was asked for meanwhile.
  async #translate() {
    const tag = tagOf(this);
    if (tag === this.#tag) return;
    this.#tag = tag;
    const language = await learn(tag);
    if (tag !== this.#tag || language === this.#language) return;
    this.#language = language;
    this.#speak();
  }

  #speak() {
    const { lang, dir, locale, words } = this.#language;
    this.#retell?.();
    const said = Object.entries(this.#messages ?? {}).filter(([, text]) => typeof text === "string");
    this.#widget?.say(lang, dir, locale, Object.entries({ ...words, ...Object.fromEntries(said) }).flat());
  }

  // Goes on where another page was left; something else is in the form now.
  #goOn() {
    const kept = this.#keeper.recall();
    if (!this.#widget?.reset() || !kept) return;
    if (kept.texts) this.#keeper.type();
    this.#widget.recall({ ...kept.attempt, ...kept.texts });
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

  #fields() {
    return Array.from(this.#form()?.querySelectorAll("[name]") ?? []);
  }

  // What stands in the form, without a call to the module; what will, before there is one.
  #texts() {
    const first = this.#kept?.texts ?? this.#given;
    return { ...first, ...Object.fromEntries(this.#fields().map((it) => [it.name, it.value])) };
  }

  #put(values) {
    for (const field of this.#fields()) {
      const value = values?.[field.name];
      if (value !== undefined) field.value = value ?? "";
    }
  }

  #fail(error) {
    if (this.#widget || this.#root.querySelector(".unsupported")) return;
    const copy = this.#copy();
    const words = this.#show([hasStopped() ? "stopped" : "unsupported"]);
    if (this.#keeper.typed) this.#root.append(copy);
    this.#reject(error);
    this.#err("unsupported", words);
  }

  // The module has stopped: says so, and what has become of what was typed and sent.
  #stop() {
    if (!this.#widget) return;
    const form = this.#form();
    const { standing, typed } = this.#keeper;
    const sent = standing && standing !== "unsent";
    this.#given = form ? this.#texts() : {};
    this.#widget = null;
    const kept = this.#keeper.save();
    const keys = ["stopped"];
    if (sent) keys.push(kept ? "stopped.sent" : "stopped.sent.unknown");
    else keys.push(form ? "stopped.unsent" : "stopped.created");
    if (form && typed) keys.push(kept ? "stopped.kept" : "stopped.not-kept");

    const copy = this.#copy();
    const words = this.#show(keys, "stopped.reload");
    if (!form || (typed && !kept)) this.#root.append(copy);
    this.#err(standing === "sent" ? "unconfirmed" : "unsupported", words);
  }

  // A copy of what is there, to be read: it does not call the module any more.
  #copy() {
    const copy = this.#root.querySelector(".widget").cloneNode(true);
    for (const it of copy.querySelectorAll("button, [part~=banner]")) it.remove();
    for (const it of copy.querySelectorAll("input, textarea")) it.readOnly = true;
    return copy;
  }

  // Says these sentences instead of the form, and goes on to in every language that is asked for; `reload` is what
  // stands on the button that loads the page again, where there is one. Returns what is said now.
  #show(keys, reload) {
    const message = document.createElement("p");
    message.className = "unsupported";
    message.setAttribute("part", "error");
    message.setAttribute("role", "alert");
    const words = new Text();
    message.append(words);
    const button = document.createElement("button");
    button.className = "button";
    button.onclick = () => location.reload();
    if (reload) message.append(button);
    this.#retell = () => {
      message.lang = this.#language.lang;
      message.dir = this.#language.dir;
      words.data = keys.map((key) => this.#say(key)).join(" ");
      button.textContent = this.#say(reload);
    };
    this.#retell();
    this.#dress();
    this.#root.replaceChildren(message);
    return words.data;
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
    });
  }
}

// Loading the module twice is harmless.
if (!customElements.get(NAME)) customElements.define(NAME, RoostedClientForm);
