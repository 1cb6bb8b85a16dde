// The wrapper: all that a portal in React 19 needs of its own.

import { useImperativeHandle, useLayoutEffect, useRef, type Ref } from "react";
import type {
  RoostedClientForm,
  RoostedClientFormAttributes,
  RoostedClientFormEventMap,
  SomeValues,
} from "roosted-client-form";
import type {} from "roosted-client-form/react";

type Handler<Name extends keyof RoostedClientFormEventMap> = (event: RoostedClientFormEventMap[Name]) => void;

interface Props extends RoostedClientFormAttributes {
  id?: string;
  ref?: Ref<RoostedClientForm>;
  /** Put into the form when it is another object than before: keep it in a state or a memo. */
  values?: SomeValues;
  messages?: Readonly<Record<string, string>> | null;
  onReady?: Handler<"roosted-ready">;
  onBeforeCreate?: Handler<"roosted-before-create">;
  onCreated?: Handler<"roosted-created">;
  onInvited?: Handler<"roosted-invited">;
  onError?: Handler<"roosted-error">;
}

export function ClientForm({ ref, values, messages, ...props }: Props) {
  const { onReady, onBeforeCreate, onCreated, onInvited, onError, ...attributes } = props;
  const form = useRef<RoostedClientForm>(null);
  useImperativeHandle(ref, () => form.current!, []);

  // As properties by hand: React would write an attribute while the element is not defined yet.
  useLayoutEffect(() => {
    if (form.current && values) form.current.values = values;
  }, [values]);
  useLayoutEffect(() => {
    if (form.current && messages !== undefined) form.current.messages = messages;
  }, [messages]);

  return (
    <roosted-client-form
      ref={form}
      {...attributes}
      onroosted-ready={onReady}
      onroosted-before-create={onBeforeCreate}
      onroosted-created={onCreated}
      onroosted-invited={onInvited}
      onroosted-error={onError}
    />
  );
}
