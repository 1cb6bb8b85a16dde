// Answers that no proxy of ours gives by itself in a test: given in its place, in the browser.

const CREATE = "**/api/clients";

// Answers the next requests to create, instead of the proxy.
export const answerCreates = async (page, answer, times = 1) =>
  page.route(CREATE, (route) => route.fulfill(answer), { times });

// Answers the next request to invite.
export const answerInvitations = async (page, answer, times = 1) =>
  page.route("**/api/clients/*/invite", (route) => route.fulfill(answer), { times });

export const problem = (status, code, { errors, headers } = {}) => ({
  status,
  headers,
  contentType: "application/problem+json",
  body: JSON.stringify({
    type: `urn:roosted-proxy:${code}`,
    title: "A title that nobody should read",
    status,
    detail: "A detail that nobody should read",
    code,
    request_id: "00000000000000000000000000000001",
    errors,
  }),
});

export const html = (status, text) => ({
  status,
  contentType: "text/html; charset=utf-8",
  body: `<!doctype html><html><title>${text}</title><h1>${text}</h1></html>`,
});

// The answer is lost after the proxy has done its work.
export const loseAnswers = async (page, times = 1) =>
  page.route(
    CREATE,
    async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    },
    { times },
  );

// The request is lost before it reaches the proxy, which the browser cannot tell apart.
export const loseRequests = async (page, times = 1) =>
  page.route(CREATE, (route) => route.abort("connectionreset"), { times });

// Answers every question about a submission, instead of the proxy; `tell` is asked each time.
export const answerLooks = async (page, tell) =>
  page.route("**/api/submissions/*", (route) => {
    const key = route.request().url().split("/").at(-1);
    return route.fulfill(tell(key));
  });

// What the proxy says of a submission.
export const submission = (key, state, more = {}) => ({
  json: { key, state, since: "2026-11-25T12:00:00Z", ...more },
});

// A client as it could be found in Roosted.
export const found = (id, fields = {}) => ({ id, client_name: "Harbour Mills", pending: false, ...fields });
