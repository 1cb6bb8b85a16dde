// What is told a page before its first script: to note when it can be seen, when it is live, and what was
// in the way. It runs in the page, so it can use nothing of this module.

export const watch = () => {
  const notes = { paint: null, frame: null, live: null, tasks: [] };

  // Ours says it with an event, the others with a mark.
  addEventListener("roosted-ready", () => performance.mark("live"), { once: true });

  const field = () => {
    const { shadowRoot } = document.querySelector("roosted-client-form") ?? {};
    return (shadowRoot ?? document).querySelector("[name=client_name]");
  };
  const isSeen = (it) =>
    it?.getBoundingClientRect().height > 0 &&
    it.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  window.noted = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`not seen and live: ${JSON.stringify(notes)}`)), 60_000);
    const look = () => {
      if (isSeen(field())) requestAnimationFrame(painted);
      else requestAnimationFrame(look);
    };
    // The frame after the one that has the field: by now that one is on the screen.
    const painted = (time) => {
      notes.frame = time;
      end();
    };
    const hear = (list) => {
      for (const { entryType, name, startTime, duration } of list.getEntries()) {
        if (entryType === "longtask") notes.tasks.push({ startTime, duration });
        else if (name === "live") notes.live ??= startTime;
        else if (name === "first-contentful-paint") notes.paint = startTime;
      }
      end();
    };
    const end = () => {
      if ([notes.paint, notes.frame, notes.live].includes(null)) return;
      // Entries of tasks come after the tasks, and this after them.
      requestIdleCallback(() => resolve(sum()), { timeout: 500 });
    };
    const sum = () => {
      const [page] = performance.getEntriesByType("navigation");
      const files = performance.getEntriesByType("resource").filter(({ name }) => !name.includes("/api/"));
      const weights = new Map([page, ...files].map(({ name, encodedBodySize }) => [name, encodedBodySize]));
      const before = notes.tasks.filter(({ startTime }) => startTime < notes.live);
      return {
        bytes: Array.from(weights.values()).reduce((sum, it) => sum + it, 0),
        visible: Math.max(notes.frame, notes.paint),
        live: notes.live,
        blocking: before.reduce((sum, { duration }) => sum + Math.max(0, duration - 50), 0),
      };
    };
    for (const type of ["longtask", "mark", "paint"]) {
      new PerformanceObserver(hear).observe({ type, buffered: true });
    }
    requestAnimationFrame(look);
  });
};
