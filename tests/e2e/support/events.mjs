// What a page hears from the element.

const NAMES = [
  "roosted-ready",
  "roosted-before-create",
  "roosted-created",
  "roosted-invited",
  "roosted-error",
];

// Writes down every event that comes up to the document. To be called before the page is opened.
export const listen = (context) =>
  context.addInitScript((names) => {
    window.heard = [];
    for (const name of names) {
      document.addEventListener(name, ({ type, bubbles, composed, target, detail }) => {
        // A copy: what it said then, whatever becomes of it.
        const said = JSON.parse(JSON.stringify(detail));
        window.heard.push({ type, bubbles, composed, from: target.localName, id: target.id, detail: said });
      });
    }
  }, NAMES);

export const heard = async (page, name) => {
  const events = await page.evaluate(() => window.heard);
  return events.filter((it) => it.type === name);
};
