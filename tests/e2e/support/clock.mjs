// A page whose clock runs faster, so that nobody waits for half a minute.

const FASTER = 30;

// To be called before the page is opened.
export const hurry = (context) =>
  context.addInitScript((faster) => {
    const real = window.setTimeout;
    window.delays = [];
    window.setTimeout = (work, delay = 0, ...rest) => {
      window.delays.push(delay);
      return real(work, delay / faster, ...rest);
    };
  }, FASTER);

// What the page wanted to wait for, in milliseconds.
export const delays = (page) => page.evaluate(() => window.delays);
