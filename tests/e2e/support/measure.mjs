// What a person needs of size and room, measured in the page.

// Pieces to press that are smaller than `least`, in CSS pixels.
export const smallTargets = (form, least) =>
  form.host.evaluate((element, least) => {
    const targets = element.shadowRoot.querySelectorAll("button, input, textarea, a[href]");
    return Array.from(targets)
      .filter((it) => it.checkVisibility())
      .map((it) => ({ what: it.textContent.trim() || it.name, height: it.getBoundingClientRect().height }))
      .filter((it) => it.height < least);
  }, least);

// Whether one has to scroll sideways.
export const sticksOut = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    return scrollWidth > clientWidth ? `${scrollWidth} of ${clientWidth} px` : null;
  });

// Text that does not have the room it needs: it is cut off, or runs out of its box.
export const cutOff = (form) =>
  form.host.evaluate((element) =>
    Array.from(element.shadowRoot.querySelectorAll("*"))
      .filter((it) => it.checkVisibility() && !it.closest(".visually-hidden, [data-long], input, textarea"))
      .filter((it) => getComputedStyle(it).display !== "inline")
      .filter((it) => it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1)
      .map((it) => `${it.className}: ${it.textContent.trim().slice(0, 40)}`),
  );

// What has no edge where colors are the person's: there nothing else tells where it ends.
export const withoutEdge = (form) =>
  form.host.evaluate((element) => {
    const pieces = "button, input, textarea, [part~=form], [part~=card], [part~=invite], [part~=banner][data-kind], [part~=error-summary], .unsupported, .badge, .fill, .candidate";
    const paper = getComputedStyle(element.shadowRoot.querySelector("[part~=form], [part~=card], .unsupported")).backgroundColor;
    return Array.from(element.shadowRoot.querySelectorAll(pieces))
      .filter((it) => it.checkVisibility())
      .filter((it) => {
        const { borderBlockEndWidth, borderBlockEndColor } = getComputedStyle(it);
        return parseFloat(borderBlockEndWidth) < 1 || borderBlockEndColor === paper;
      })
      .map((it) => `${it.className}: ${it.textContent.trim().slice(0, 40)}`);
  });

// The text spacing of WCAG 1.4.12, as a person sets it for every page. Returns what takes it away again.
export const spaceText = async (form) => {
  const sheet = await form.host.evaluateHandle((element) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }
    `);
    element.shadowRoot.adoptedStyleSheets.push(sheet);
    return sheet;
  });
  return () => sheet.evaluate((it) => (it.disabled = true));
};
