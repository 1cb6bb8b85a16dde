// A portal in React that uses the wrapper.

import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import type { Client, RoostedClientFormAttributes, RoostedClientFormEventMap, SomeValues } from "roosted-client-form";

import { ClientForm } from "./ClientForm";

const CUSTOMER = { client_name: "Möwe Catering", client_city: "Hull", client_invoice_customer_id: "C-1042" };

function Portal() {
  const [values, setValues] = useState<SomeValues>();
  const [theme, setTheme] = useState("auto");
  const [lang, setLang] = useState("en");
  const [added, setAdded] = useState<Client[]>([]);
  const [trouble, setTrouble] = useState("");

  // The portal's own rule, before anything is sent. The form waits, and shows the refusal at its field.
  const check = ({ detail }: RoostedClientFormEventMap["roosted-before-create"]) => {
    const isThere = added.some((it) => it.client_name === detail.values.client_name);
    const refusal = { fields: [{ field: "client_name", message: "This client was added already" }] };
    detail.waitUntil(isThere ? Promise.reject(refusal) : Promise.resolve());
  };

  return (
    <main>
      <h1>Order 1042</h1>
      <p>
        <button type="button" id="prefill" onClick={() => setValues({ ...CUSTOMER })}>
          Take the customer over
        </button>{" "}
        <label>
          Theme{" "}
          <select id="theme" value={theme} onChange={({ target }) => setTheme(target.value)}>
            <option value="auto">as the page</option>
            <option value="light">light</option>
            <option value="dark">dark</option>
          </select>
        </label>{" "}
        <label>
          Language{" "}
          <select id="language" value={lang} onChange={({ target }) => setLang(target.value)}>
            <option value="en">English</option>
            <option value="es" lang="es">Español</option>
            <option value="fr" lang="fr">Français</option>
            <option value="de" lang="de">Deutsch</option>
            <option value="ar" lang="ar">العربية</option>
          </select>
        </label>
      </p>

      <ClientForm
        id="new-client"
        lang={lang}
        theme={theme as RoostedClientFormAttributes["theme"]}
        values={values}
        onBeforeCreate={check}
        onCreated={({ detail }) => {
          setAdded((before) => [...before, detail.client]);
          setTrouble("");
        }}
        onError={({ detail }) => setTrouble(`Help desk: ${detail.kind}`)}
      />

      <h2>Added here</h2>
      <ul id="added">
        {added.map(({ id, client_name: name }) => (
          <li key={id}>{`${name} (${id})`}</li>
        ))}
      </ul>
      <p id="trouble" role="status">
        {trouble}
      </p>
    </main>
  );
}

createRoot(document.querySelector("#portal")!).render(
  <StrictMode>
    <Portal />
  </StrictMode>,
);
