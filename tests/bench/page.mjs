// What every one of the pages can be asked to do.

// So many characters of text as people write it.
export const words = (length) =>
  "Unit 5, Harbour Mills, 12 Quayside Road, Kingston upon Hull\n".repeat(length / 60 + 1).slice(0, length);

// Told a page before its first script. It runs there, so it can use nothing of this module.
export const teach = () => {
  // Its handlers are there. Ours says it with an event, the others with a mark.
  window.live = new Promise((resolve) => {
    addEventListener("roosted-ready", resolve, { once: true });
    const hear = (list) => list.getEntriesByName("live").forEach(resolve);
    new PerformanceObserver(hear).observe({ type: "mark", buffered: true });
  });

  // Puts text into a field as typing would: the setter on the field itself, by which React knows what it
  // has seen, is passed by.
  window.type = (field, text) => {
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
    set.call(field, text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  };

  const root = () => document.querySelector("roosted-client-form")?.shadowRoot ?? document;

  const comes = async (selector) => {
    const deadline = performance.now() + 10_000;
    for (;;) {
      const found = Array.from(root().querySelectorAll(selector)).find((it) => it.checkVisibility());
      if (found) return found;
      if (performance.now() > deadline) throw new Error(`no ${selector} in: ${root().textContent}`);
      await new Promise(requestAnimationFrame);
    }
  };

  // Creates one client, and comes back to the empty form.
  window.create = async (number) => {
    const { form } = await comes("[name=client_name]");
    for (const field of form.querySelectorAll("input, textarea")) type(field, `Harbour Mills ${number}`);
    form.querySelector("button[type=submit]").click();
    const card = await comes("[part~=card], .card");
    const buttons = Array.from(card.querySelectorAll("button"));
    buttons.find(({ textContent }) => textContent.trim() === "Create another client").click();
    await comes("[name=client_name]");
  };
};
