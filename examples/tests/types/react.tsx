// What a portal in React 19 may write, and what its compiler refuses.

import { useRef } from "react";
import type { RoostedClientForm } from "roosted-client-form";
import type {} from "roosted-client-form/react";

export function Fine() {
  const form = useRef<RoostedClientForm>(null);
  return (
    <roosted-client-form
      ref={form}
      id="one"
      className="wide"
      api-base="/crm/api"
      lang="de"
      theme="dark"
      validate="blur"
      draft="off"
      invite="off"
      onroosted-ready={({ detail }) => detail.version.trim()}
      onroosted-before-create={(event) => event.detail.waitUntil(Promise.resolve())}
      onroosted-created={({ detail }) => detail.client.id.trim()}
      onroosted-invited={() => form.current?.focus()}
      onroosted-error={({ detail }) => detail.status?.toFixed()}
    >
      This form cannot run in this browser.
    </roosted-client-form>
  );
}

export const refused = [
  // @ts-expect-error: no such theme
  <roosted-client-form theme="sepia" />,
  // @ts-expect-error: off, not a boolean
  <roosted-client-form invite={false} />,
  // @ts-expect-error: it is a path
  <roosted-client-form api-base={1} />,
  // @ts-expect-error: an object is set through a ref
  <roosted-client-form values={{ client_name: "x" }} />,
  // @ts-expect-error: nothing of that name is told
  <roosted-client-form onroosted-created={({ detail }) => detail.kind} />,
  // @ts-expect-error: a handler is a function
  <roosted-client-form onroosted-error="alert()" />,
  // @ts-expect-error: no such element
  <roosted-form />,
];
