// A small stand-in for oauth2-proxy: it says who somebody is, by a cookie, in the ways that the
// recipes ask it. Whoever comes to sign in is `person` and needs no password.

import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";

const COOKIE = "__Host-portal";

export class SignIn {
  #sessions = new Map();

  static async start() {
    const signIn = new SignIn();
    signIn.server = createServer((request, response) => signIn.#answer(request, response));
    signIn.server.listen(0, "127.0.0.1");
    await once(signIn.server, "listening");
    signIn.port = signIn.server.address().port;
    signIn.forget();
    return signIn;
  }

  // As at the beginning: nobody is signed in.
  forget() {
    this.end();
    this.person = "ada@example.com";
    // Whether it lets people in without saying who they are.
    this.nameless = false;
    this.asked = [];
  }

  // Every session ends.
  end() {
    this.#sessions.clear();
  }

  // The cookie of somebody who has signed in.
  session(person) {
    const id = randomUUID();
    this.#sessions.set(id, person);
    return `${COOKIE}=${id}`;
  }

  async stop() {
    this.server.close();
    this.server.closeAllConnections();
  }

  #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, "http://sign-in");
    this.asked.push({ method: request.method, path: pathname, headers: request.headers });
    if (pathname === "/oauth2/start") {
      const back = new URL(searchParams.get("rd") ?? "/", `https://${request.headers.host}`);
      response.setHeader("set-cookie", `${this.session(this.person)}; Path=/; Secure; HttpOnly; SameSite=Lax`);
      response.writeHead(302, { location: `${back.pathname}${back.search}` }).end();
      return;
    }
    const person = this.#person(request.headers.cookie ?? "");
    if (person !== undefined) {
      // As oauth2-proxy: an empty name is no header.
      if (!this.nameless) response.setHeader("x-auth-request-email", person);
      // Asked by a path of the portal it is the page behind it, which is `static://200`.
      response.writeHead(pathname === "/oauth2/auth" ? 202 : 200).end();
    } else if (pathname === "/oauth2/auth" || pathname.startsWith("/api/")) {
      response.writeHead(401, { "content-type": "text/plain" }).end("Unauthorized\n");
    } else {
      response.writeHead(302, { location: `/oauth2/start?rd=${encodeURIComponent(request.url)}` }).end();
    }
  }

  #person(cookies) {
    const found = cookies.split(/;\s*/).find((it) => it.startsWith(`${COOKIE}=`));
    return this.#sessions.get(found?.slice(COOKIE.length + 1));
  }
}
