// The session storage, of which only this file knows: flat objects of texts, under names of places.
//
// A storage that is full, refused or switched off is one that keeps nothing.

const LIFE = 24 * 60 * 60 * 1000;

// Where a form keeps its own: the path of the page, and its id or else its position, in a shadow root
// below that of the root's host. Two forms at one place would write over each other.
export const place = (form, taken) => {
  const position = (it) => {
    const root = it.getRootNode();
    const at = [...root.querySelectorAll(it.localName)].indexOf(it);
    return root.host ? `${position(root.host)} ${at}` : at;
  };
  let place = `roosted-client-form ${location.pathname} ${form.id ? `#${form.id}` : position(form)}`;
  while (taken.includes(place)) place += "+";
  return place;
};

// Keeps texts in the place of older ones, and tells whether they are kept. Empty ones are not.
export const write = (place, texts) => {
  try {
    const some = Object.entries(texts).filter(([name, text]) => name && text);
    // Rather none than an older one.
    sessionStorage.removeItem(place);
    if (some.length > 0) {
      const text = JSON.stringify({ ...Object.fromEntries(some), saved: `${Date.now()}` });
      sessionStorage.setItem(place, text);
    }
    return true;
  } catch {
    return false;
  }
};

// What stands there, to tell whether it is what was written.
export const peek = (place) => {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
};

// The texts that are kept, unless they are of no use any more.
export const read = (place) => {
  try {
    const texts = JSON.parse(peek(place));
    return Date.now() - texts.saved <= LIFE ? texts : null;
  } catch {
    return null;
  }
};
