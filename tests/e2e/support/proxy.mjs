// The real proxy, in front of a sandbox.

import { PROXY } from "./settings.mjs";
import { Program } from "./program.mjs";

export class Proxy {
  static async start(upstream, key, folder, more = {}) {
    const proxy = new Proxy();
    proxy.program = await Program.start(PROXY, [], {
      ROOSTED_LISTEN: "127.0.0.1:0",
      ROOSTED_ADMIN_LISTEN: "127.0.0.1:0",
      ROOSTED_API_URL: upstream,
      ROOSTED_ALLOW_HTTP_UPSTREAM: "true",
      ROOSTED_API_KEY: key,
      ROOSTED_STATIC_DIR: folder,
      ROOSTED_RATE_LIMIT: "off",
      // A test that waits for a timeout should not wait for long.
      ROOSTED_TIMEOUTS: "connect=1s,upstream=2s,answer=3s",
      // Everything that it could ever say is searched for secrets.
      ROOSTED_LOG: "trace",
      ...more,
    });
    proxy.origin = `http://${proxy.program.announced.public}`;
    return proxy;
  }

  get lines() {
    return this.program.lines;
  }

  stop() {
    return this.program.stop();
  }
}
