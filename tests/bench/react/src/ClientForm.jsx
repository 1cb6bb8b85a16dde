// The form: uncontrolled inputs, checked when it is submitted and from then on while typing.

import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useRef } from "react";
import { useForm } from "react-hook-form";

import { createClient } from "./api.js";
import { EMPTY, FIELDS, GROUPS } from "./fields.js";
import { Field } from "./Field.jsx";
import { schema } from "./schema.js";
import { Summary } from "./Summary.jsx";

export const ClientForm = ({ onCreated }) => {
  const {
    register,
    handleSubmit,
    setError,
    setFocus,
    formState: { errors, isSubmitting, submitCount },
  } = useForm({
    resolver: zodResolver(schema),
    defaultValues: EMPTY,
    mode: "onSubmit",
    reValidateMode: "onChange",
    shouldFocusError: false,
  });
  // The same payload goes out under the same key.
  const attempt = useRef({});

  // Its handlers are live.
  useEffect(() => {
    performance.mark("live");
  }, []);

  const send = async (values) => {
    const payload = JSON.stringify(values);
    if (attempt.current.payload !== payload) attempt.current = { payload, key: crypto.randomUUID() };
    const answer = await createClient(values, attempt.current.key);
    if (answer.client) onCreated(answer.client);
    for (const { field, message } of answer.errors ?? []) setError(field, { message });
    if (answer.message) setError("root", { message: answer.message });
  };

  const mistakes = FIELDS.filter(({ name }) => errors[name]);
  return (
    <form noValidate aria-labelledby="title" aria-busy={isSubmitting} onSubmit={handleSubmit(send)}>
      <h2 id="title">Add a client</h2>
      {mistakes.length > 0 && (
        <Summary key={submitCount} mistakes={mistakes} errors={errors} onFollow={setFocus} />
      )}
      {GROUPS.map(({ legend, fields }) => (
        <fieldset key={legend}>
          <legend>{legend}</legend>
          {fields.map((field) => (
            <Field key={field.name} field={field} register={register} error={errors[field.name]} />
          ))}
        </fieldset>
      ))}
      {errors.root && (
        <p className="banner" role="alert">
          {errors.root.message}
        </p>
      )}
      <button type="submit" aria-disabled={isSubmitting}>
        {isSubmitting ? "Creating the client…" : "Create client"}
      </button>
      <p className="hint">No e-mail is sent. You can invite the client afterwards.</p>
    </form>
  );
};
