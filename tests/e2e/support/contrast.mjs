// Contrast as WCAG reckons it, from the colors that the browser computed: whatever notation they have,
// and with everything that lies below them.

// What has too little of it: text below 4.5 (large text below 3), edges, rings and signs below 3.
export const tooFaint = (form) =>
  form.host.evaluate((element) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const paint = (colors) => {
      for (const color of ["white", ...colors]) {
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (color) => {
      const [red, green, blue] = color.map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ratio = (one, other) => {
      const [dark, light] = [luminance(paint(one)), luminance(paint(other))].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    // Every background below, outermost first.
    const below = (node) => {
      const grounds = [];
      for (let at = node; at; at = at.parentElement ?? at.getRootNode().host) grounds.unshift(getComputedStyle(at).backgroundColor);
      return grounds;
    };
    const above = (node) => below(node.parentElement);
    // What cannot be used now may be faint.
    const resting = (node) => node.closest("[aria-disabled], [disabled]");

    const faint = [];
    const need = (least, what, one, other) => {
      const found = ratio(one, other);
      if (found < least) faint.push(`${what}: ${found.toFixed(2)}, not ${least}`);
    };
    for (const node of element.shadowRoot.querySelectorAll("*")) {
      if (!node.checkVisibility() || resting(node)) continue;
      const style = getComputedStyle(node);
      const ground = below(node);
      const what = `${node.className || node.localName} “${(node.value || node.textContent).trim().slice(0, 30)}”`;
      const input = node.matches("input, textarea");
      const text = input || [...node.childNodes].some((it) => it.nodeType === Node.TEXT_NODE && it.data.trim());
      if (text && !node.matches(".visually-hidden, style")) {
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        need(large ? 3 : 4.5, what, [...ground, style.color], ground);
      }
      if (input) need(3, `edge of ${what}`, [...above(node), style.borderBlockEndColor], above(node));
      if (node.matches("button")) {
        // What shows that it is one: its edge, or else its ground.
        const edge = [...above(node), style.backgroundColor, style.borderBlockStartColor];
        const seen = Math.max(ratio(edge, above(node)), ratio(ground, above(node)));
        if (seen < 3) faint.push(`edge of ${what}: ${seen.toFixed(2)}, not 3`);
      }
      if (node.matches(".card__title")) {
        const sign = getComputedStyle(node, "::before");
        need(3, "the tick", [sign.backgroundColor], [sign.backgroundColor, sign.color]);
        need(3, "the ground of the tick", [...ground, sign.backgroundColor], ground);
      }
      if (node.matches("button, input, textarea, a")) {
        node.focus();
        const ring = getComputedStyle(node);
        if (ring.outlineStyle === "none") faint.push(`${what}: no ring`);
        else need(3, `ring of ${what}`, [...above(node), ring.outlineColor], above(node));
      }
    }
    return faint;
  });

// Gives the form the look of a portal's sheet.
export const dress = (page, css) =>
  page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, css);
