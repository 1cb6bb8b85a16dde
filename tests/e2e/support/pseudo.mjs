// A language that nobody speaks: English in brackets, with an accent on every letter and digit. What is shown
// without either did not come out of the tables, or is what somebody typed or answered.

import { ENGLISH } from "./words.mjs";

const accented = (text) => text.replace(/[a-z0-9]/gi, (it) => `${it}\u0301`);

const pseudo = (english) => {
  const said = english.split(/(\{.+?\})/).map((it) => (it.startsWith("{") ? it : accented(it)));
  return `⟦${said.join("")}⟧`;
};

// Every word of the form, by its key.
const WORDS = Object.fromEntries(Object.entries(ENGLISH).map(([key, text]) => [key, pseudo(text)]));

// Numbers and times as they are written nowhere in our code, on a clock of 24 hours.
const TAG = "en-GB-u-nu-deva";

// Puts a form that speaks it into the page, however often that is loaded. To be called before it is opened.
export const speakPseudo = (page, into) =>
  page.addInitScript(({ words, tag, into }) => {
    // A form of another name remembers nothing of the one before.
    window.putForm = (id) => {
      document.querySelector("roosted-client-form")?.remove();
      const element = document.createElement("roosted-client-form");
      Object.assign(element, { id, lang: tag, messages: words });
      document.querySelector(into).append(element);
      return element.ready.catch(() => {});
    };
    document.addEventListener("DOMContentLoaded", () => window.putForm("first"));
  }, { words: WORDS, tag: TAG, into });

const IN_BRACKETS = /⟦(?:[^⟦⟧a-z0-9]|[a-z0-9]\u0301)*⟧/giu;

// What of a text is neither of that language nor in `data`; empty where nothing escaped the tables. Signs are no words.
export const escaped = (text, data) => {
  let rest = text;
  for (const it of data) rest = rest.replaceAll(it, " ");
  for (let before; before !== rest; ) [before, rest] = [rest, rest.replace(IN_BRACKETS, " ")];
  return /[\p{L}\p{N}]/u.test(rest) ? rest.trim() : "";
};

const ATTRIBUTES = ["alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext", "placeholder", "title"];

// Every text that the form has for an eye or an ear, with where it stands.
export const texts = (form) =>
  form.host.evaluate((element, attributes) => {
    const found = [];
    for (const node of element.shadowRoot.querySelectorAll("*:not(style, textarea)")) {
      const where = `${node.localName}.${node.className}`;
      for (const child of node.childNodes) if (child.nodeType === Node.TEXT_NODE) found.push([where, child.data]);
      for (const name of attributes) if (node.hasAttribute(name)) found.push([`${where} ${name}`, node.getAttribute(name)]);
      for (const piece of ["::before", "::after", "::marker"]) {
        const { content } = getComputedStyle(node, piece);
        if (!/^(none|normal)$/.test(content)) found.push([where + piece, content]);
      }
    }
    return found;
  }, ATTRIBUTES);

// What stands in its fields.
export const typed = (form) =>
  form.host.evaluate((element) => Array.from(element.shadowRoot.querySelectorAll("input, textarea"), (it) => it.value));

// Those of the texts that are a date with its time, as Intl writes them.
export const written = (form, texts) =>
  form.host.evaluate((_, [texts, tag]) => {
    const dates = texts.filter((it) => /^\d{4}-.*:/.test(it)).map((it) => new Date(it));
    return dates.map((it) => it.toLocaleString(tag, { dateStyle: "medium", timeStyle: "short" }));
  }, [texts, TAG]);
