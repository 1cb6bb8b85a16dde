// What is read out: each text that comes into a live region, and how urgently.

// To be called before the page is opened.
export const hearAloud = (context) =>
  context.addInitScript(() => {
    window.aloud = [];
    const last = new Map();
    const told = (node) => {
      const region = (node.closest ? node : node.parentElement)?.closest("[role=alert], [role=status], [aria-live]");
      const words = region?.textContent.trim();
      if (!region || last.get(region) === words) return;
      last.set(region, words);
      if (words) window.aloud.push([region.role === "alert" ? "assertive" : "polite", words]);
    };
    const observer = new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        told(target);
        // An alert is read out even when it comes with its words; no other region is.
        for (const node of addedNodes) if (node.role === "alert") told(node);
      }
    });
    const watch = (root) => observer.observe(root, { subtree: true, childList: true, characterData: true });
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function (how) {
      const root = attach.call(this, how);
      watch(root);
      return root;
    };
    // Those that the page brought along.
    document.addEventListener("DOMContentLoaded", () => {
      for (const { shadowRoot } of document.querySelectorAll("*")) if (shadowRoot) watch(shadowRoot);
    });
  });

export const heardAloud = (page) => page.evaluate(() => window.aloud);
