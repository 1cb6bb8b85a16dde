// Holds requests of a page back, for as long as a test wants.

// Nothing that matches comes before what this returns is called, and then what `come` makes of it.
export const hold = async (page, what, come = (route) => route.continue()) => {
  let letGo;
  const gate = new Promise((open) => (letGo = open));
  await page.route(what, async (route) => {
    await gate;
    // A page that was left asks for nothing any more.
    await come(route).catch(() => {});
  });
  return letGo;
};
