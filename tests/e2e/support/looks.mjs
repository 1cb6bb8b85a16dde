// The ways in which a state is looked at, and how a page that is open comes to look so.

import { sees } from "./see.mjs";

// Those that the form speaks; each is set by `lang`, while the form is in use.
export const LANGUAGES = ["en", "es", "fr", "de", "ar"];

const HEIGHT = 900;
const DESK = { width: 1280, colorScheme: "light", forcedColors: "none" };

export const LOOKS = {
  light: DESK,
  dark: { ...DESK, colorScheme: "dark" },
  forced: { ...DESK, forcedColors: "active" },
  narrow: { ...DESK, width: 320 },
};

export const put = async (page, { width, ...media }) => {
  await page.emulateMedia({ reducedMotion: "reduce", ...media });
  await page.setViewportSize({ width, height: HEIGHT });
  // Out of the way: what lies below it looks otherwise.
  await page.mouse.move(0, 0);
};

// Has a form that is open speak another language, and waits until it does.
export const speak = async (form, language) => {
  await form.host.evaluate((element, language) => element.setAttribute("lang", language), language);
  await sees(form.host.locator(`[lang=${language}]`).first());
};

// From the first word on, as a portal does that knows its visitor.
export const speakFromTheStart = (page, lang) =>
  page.route("**/", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/lang="?en"?/, `lang="${lang}"`) });
  });

// A picture without what differs every time: the text cursor, and how long something has been looked up.
export const picture = async (form, of, options) => {
  await form.host.evaluate((element) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".banner__progress { display: none }");
    element.shadowRoot.adoptedStyleSheets = [...element.shadowRoot.adoptedStyleSheets, sheet];
  });
  return of.screenshot({ caret: "hide", ...options });
};
