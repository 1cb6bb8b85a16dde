// Keeps what stands in a form, and the submission whose answer is not final, across a reload.
//
// What was typed is kept once, whether it was sent or not; the widget tells the two apart.

import { peek, place, read, write } from "./storage.js";

// It is kept so many milliseconds after the last letter.
const PAUSE = 500;

// Those whose form is in the page, and those of them that hold what may be lost.
const keepers = new Set();
const unsafe = new Set();

// Asks before the page is left, if it cannot be kept even now.
const warn = (event) => {
  for (const keeper of unsafe) keeper.save();
  if (unsafe.size === 0) return;
  event.preventDefault();
  // What some browsers ask for instead.
  event.returnValue = true;
};

export class Keeper {
  #form;
  #place;
  #written;
  #timer;
  #attempt = null;
  #typed = false;
  #unsent = false;

  // `form.host` is the element; `texts()` are what stands in it, `told(kept)` hears whether that can be
  // kept, and `back()` that another page went on at its place.
  constructor(form) {
    this.#form = form;
  }

  // The form has come into the page.
  enter() {
    this.#place ??= place(this.#form.host, Array.from(keepers, (it) => it.#place));
    keepers.add(this);
  }

  // The form has left the page, or has stopped.
  leave() {
    this.save();
    keepers.delete(this);
    this.#guard(false);
  }

  // What was kept when the page was left: `texts`, if any, and `attempt`; null where nothing was.
  recall() {
    const kept = read(this.#place);
    if (!kept) return null;
    const { saved, key, fingerprint, at, standing, ...texts } = kept;
    return {
      texts: Object.keys(texts).length > 0 ? texts : null,
      attempt: key ? { key, fingerprint, at, standing } : null,
    };
  }

  // How far the submission has come whose answer is not final.
  get standing() {
    return this.#attempt?.standing;
  }

  // Whether a person typed something that has not come to its end; what a page sets does not count.
  get typed() {
    return this.#typed;
  }

  // A person typed.
  type() {
    this.#typed = true;
    this.#unsent = true;
    this.#guard(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), PAUSE);
  }

  // The submission has come so far.
  keep(attempt) {
    this.#attempt = attempt;
    this.#unsent = this.#typed && (attempt?.standing ?? "unsent") === "unsent";
    this.save();
  }

  // It has come to its end, or was thrown away.
  forget() {
    this.#typed = false;
    this.keep(null);
  }

  // Keeps all of it now. Tells whether nothing would be lost with the page.
  save() {
    clearTimeout(this.#timer);
    // Another form took over where this one was taken away.
    const isTaken = Array.from(keepers).some((it) => it !== this && it.#place === this.#place);
    if (!this.#place || isTaken) return false;
    const on = this.#form.host.getAttribute("draft") !== "off";
    const texts = on && (this.#typed || this.#attempt) ? this.#form.texts() : {};
    const kept = write(this.#place, { ...texts, ...this.#attempt });
    // The key matters more than what was typed.
    if (!kept && this.#attempt) write(this.#place, this.#attempt);
    this.#written = peek(this.#place);
    this.#guard(this.#unsent && !(on && kept));
    this.#form.told(kept || !on);
    return on && kept;
  }

  #guard(on) {
    if (on) unsafe.add(this);
    else unsafe.delete(this);
    // Only while it is needed: some browsers do not keep a page that listens for going back to it.
    if (unsafe.size > 0) addEventListener("beforeunload", warn);
    else removeEventListener("beforeunload", warn);
  }

  static {
    const save = () => {
      for (const keeper of keepers) keeper.save();
    };
    addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save();
    });
    addEventListener("pageshow", ({ persisted }) => {
      if (!persisted) return;
      for (const keeper of keepers) {
        if (peek(keeper.#place) !== keeper.#written) keeper.#form.back();
      }
    });
  }
}
