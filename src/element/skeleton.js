// The form before its module is there: it looks as it will, and its fields take typing.
//
// `skeleton.json` is the empty form as the module draws it; `cargo xtask assemble` also writes it into the
// page. Its button takes no press, since nobody could send what was typed.

import { widget, words } from "./skeleton.json";

const draw = ([name, attributes, ...children], say) => {
  const element = document.createElement(name);
  for (const attribute of Object.entries(attributes)) element.setAttribute(...attribute);
  const said = (text) => text.replace(/{(.+?)}/g, (_, key) => say(key) ?? words[key]);
  element.append(...children.map((it) => (Array.isArray(it) ? draw(it, say) : said(it))));
  return element;
};

// Draws it; `say` gives the word of a key, or nothing where that is the English one.
export const skeleton = ({ lang, dir }, say) => Object.assign(draw(widget, say), { lang, dir });

// Says what was drawn in the words of another one, in its place: what is typed into it stays, and so does the cursor.
export const reword = (drawn, other) => {
  if (other.lang) Object.assign(drawn, { lang: other.lang, dir: other.dir });
  if (other.data !== undefined) drawn.data = other.data;
  other.childNodes.forEach((it, at) => reword(drawn.childNodes[at], it));
};

// Takes note of where a person is in the fields, and returns what brings them back there.
export const leave = (root) => {
  const { name, selectionStart, selectionEnd, selectionDirection, scrollTop } = root.activeElement ?? {};
  return () => {
    const field = name && root.querySelector(`[name=${name}]`);
    if (!field) return;
    field.focus({ preventScroll: true });
    field.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
    field.scrollTop = scrollTop;
  };
};
