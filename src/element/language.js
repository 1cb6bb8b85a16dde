// The language of a form: which one it is, and its words.

import { fetched } from "./fetched.js";

// Every language but English: the name of its file, and what the file has to be.
const FILES = new Map(Object.entries(__LANGUAGES__));

// A file that takes longer, in milliseconds, does not come.
const PATIENCE = 30_000;

export const ENGLISH = { lang: "en", dir: "ltr", locale: "en", words: {} };

// The tag that holds for an element: that of the nearest ancestor that has one, in every tree above it.
export const tagOf = (element) => {
  for (let at = element; at; at = at.getRootNode().host) {
    const tag = at.closest("[lang]:not([lang=''])")?.getAttribute("lang");
    if (tag) return tag;
  }
  return navigator.language || "en";
};

// Calls back when the tag of an element below these roots may have changed.
export const observe = (change) => {
  const observer = new MutationObserver(change);
  return (element) => {
    for (let at = element; at; at = at.getRootNode().host) {
      observer.observe(at.getRootNode(), { subtree: true, attributeFilter: ["lang"] });
    }
  };
};

// Numbers as the region has them, where the browser knows it. To ask takes a browser a tenth of a second on a
// slow processor, the first time, so a tag without a region is not asked for.
const localeOf = (tag, lang) => {
  if (tag.toLowerCase() === lang) return lang;
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag)[0] ?? lang;
  } catch {
    return lang;
  }
};

// A file has a tree, since keys begin alike: `{ card: { title: … } }`. A sign that stands apart, as in French, never
// begins a line.
const flat = (tree, before = "") =>
  Object.entries(tree).flatMap(([name, it]) => {
    const key = before && name ? `${before}.${name}` : before + name;
    return typeof it === "string" ? [[key, it.replace(/ (?=[:;?!…])/g, "\u00a0")]] : flat(it, key);
  });

const loading = new Map();
const load = async (lang) => {
  const [file, integrity] = FILES.get(lang);
  const signal = AbortSignal.timeout(PATIENCE);
  const { dir, words } = await (await fetched(new URL(file, import.meta.url), { integrity, signal })).json();
  return { lang, dir, words: Object.fromEntries(flat(words)) };
};

// The language of a tag. English where there is none, or where it does not come; it is then asked for
// again the next time.
export const learn = async (tag) => {
  const lang = tag.toLowerCase().split(/[-_]/)[0];
  const locale = localeOf(tag, lang);
  if (!FILES.has(lang)) return lang === "en" && locale !== lang ? { ...ENGLISH, locale } : ENGLISH;
  try {
    if (!loading.has(lang)) loading.set(lang, load(lang));
    return { ...(await loading.get(lang)), locale };
  } catch {
    loading.delete(lang);
    return ENGLISH;
  }
};
