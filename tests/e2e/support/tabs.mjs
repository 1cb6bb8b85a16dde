// Further tabs of the same person.

import { Card } from "./card.mjs";
import { Form } from "./form.mjs";

// What a tab would remember across a reload.
export const remembered = (page) => page.evaluate(() => ({ ...sessionStorage }));

// A duplicate of a tab, as browsers make it: with all that its session storage held.
export const duplicate = async (context, page) => {
  const kept = await remembered(page);
  const other = await context.newPage();
  await other.addInitScript((kept) => {
    // Not again when it is loaded anew.
    if (sessionStorage.length === 0) for (const name in kept) sessionStorage.setItem(name, kept[name]);
  }, kept);
  const form = new Form(other);
  return { page: other, form, card: new Card(form.host) };
};
