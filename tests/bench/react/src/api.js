// The one request. Resolves with `{ client }`, or with what the person has to know.

const TIMEOUT = 30_000;

export const createClient = async (values, key) => {
  let response;
  try {
    response = await fetch("/api/clients", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key, "x-roosted-form": "1" },
      body: JSON.stringify(values),
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return { message: "It is not known whether the client was created. Send it again to find out." };
  }
  if (response.status === 201) return { client: await response.json() };
  const problem = await response.json().catch(() => null);
  if (response.status === 422 && problem?.errors?.length) return { errors: problem.errors };
  if (response.status === 202) return { message: "It is not known yet whether the client was created." };
  return { message: "The client was not created. Try again." };
};
