// The built page together with pages of other people that embed the element: those of `pages/`, or the
// example portals.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { DIST } from "./settings.mjs";

const PAGES = fileURLToPath(new URL("../pages", import.meta.url));

export class Site {
  static async build(examples) {
    const site = new Site();
    site.folder = await mkdtemp(join(tmpdir(), "roosted-e2e-site-"));
    await cp(DIST, site.folder, { recursive: true });
    if (examples) await cp(examples, site.folder, { recursive: true });
    else await cp(PAGES, join(site.folder, "pages"), { recursive: true });
    return site;
  }

  remove() {
    return rm(this.folder, { recursive: true });
  }
}
