// The form as it stands there before anybody did anything, as data: `src/element/skeleton.json`.
//
// `[name, attributes, …children]` is an element, a text is a text; a word in it is its key in braces.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { ENGLISH } from "./words.mjs";

const FILE = fileURLToPath(new URL("../../../src/element/skeleton.json", import.meta.url));

export const read = async () => JSON.parse(await readFile(FILE, "utf8"));

export const write = (skeleton) => writeFile(FILE, `${JSON.stringify(skeleton, null, 1)}\n`);

// What stands in the form that is live on this page. The button of one that is not takes no press.
export const drawn = async (form) => {
  const keys = Object.keys(ENGLISH);
  const widget = await form.host.evaluate((host, keys) => {
    const tree = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data || null;
      if (node.nodeType !== Node.ELEMENT_NODE) return null;
      const attributes = Object.fromEntries(Array.from(node.attributes, (it) => [it.name, it.value]));
      if (node.type === "submit") attributes.disabled = "";
      return [node.localName, attributes, ...Array.from(node.childNodes, tree).filter((it) => it !== null)];
    };
    host.messages = Object.fromEntries(keys.map((key) => [key, `{${key}}`]));
    return new Promise((resolve) => requestAnimationFrame(resolve)).then(() => {
      const drawn = tree(host.shadowRoot.querySelector(".widget"));
      host.messages = null;
      return drawn;
    });
  }, keys);
  const text = JSON.stringify(widget);
  const used = keys.filter((key) => text.includes(`{${key}}`));
  return { words: Object.fromEntries(used.map((key) => [key, ENGLISH[key]])), widget };
};
