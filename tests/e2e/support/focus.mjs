// Where focus is, seen through every shadow root.

import assert from "node:assert/strict";

import { eventually } from "./see.mjs";

// The element with focus; null where focus is lost.
export const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body) return null;
    const ring = getComputedStyle(active);
    return {
      tag: active.localName,
      name: active.getAttribute("name"),
      part: active.getAttribute("part"),
      text: active.textContent.trim(),
      inside: active.getRootNode() instanceof ShadowRoot,
      ring: ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2,
    };
  });

// Focus comes after what it goes to.
export const focusIs = (page, expected) =>
  eventually(async () => {
    const found = await focused(page);
    const compared = Object.fromEntries(Object.keys(expected).map((name) => [name, found?.[name]]));
    assert.deepEqual(compared, expected, `focus is on ${JSON.stringify(found)}`);
  });

// Watches that focus, once it is in a form, never falls back to the page: at every frame, and in the next task after
// it went and nothing took it at once. To be called before the page is opened.
export const watchFocus = (context) =>
  context.addInitScript(() => {
    window.lostFocus = [];
    let last = null;
    let tabbing = false;
    const look = () => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      const nowhere = !active || active === document.body || active.shadowRoot;
      // Who goes on to another window, or behind the last thing of the page, has not lost it.
      if (nowhere && last && !tabbing && document.hasFocus()) window.lostFocus.push(last);
      last = nowhere ? null : `${active.localName} “${(active.name || active.textContent).trim().slice(0, 40)}”`;
    };
    const watch = () => {
      look();
      requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    document.addEventListener("keydown", ({ key }) => (tabbing = key === "Tab"), true);
    document.addEventListener("focusout", ({ relatedTarget }) => relatedTarget ?? setTimeout(look));
  });

export const lostFocus = (page) => page.evaluate(() => window.lostFocus);
