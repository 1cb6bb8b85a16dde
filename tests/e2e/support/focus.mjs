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
