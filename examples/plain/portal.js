// A portal in plain JavaScript. Nothing here waits for the form: what is set or listened to before its
// script has come works all the same.

const form = document.querySelector("roosted-client-form");
const added = document.querySelector("#added");
const trouble = document.querySelector("#trouble");

// Prefill: what is not named stays as it is.
document.querySelector("#prefill").addEventListener("click", ({ currentTarget }) => {
  form.values = JSON.parse(currentTarget.dataset.values);
});

// Attributes may change at any time.
document.querySelector("#theme").addEventListener("change", ({ target }) => form.setAttribute("theme", target.value));
document.querySelector("#language").addEventListener("change", ({ target }) => form.setAttribute("lang", target.value));

// The portal's own rule, before anything is sent. The form waits, and shows the refusal at its field.
form.addEventListener("roosted-before-create", ({ detail }) => {
  const isThere = [...added.children].some((it) => it.dataset.name === detail.values.client_name);
  const refusal = { fields: [{ field: "client_name", message: "This client was added already" }] };
  detail.waitUntil(isThere ? Promise.reject(refusal) : Promise.resolve());
});

form.addEventListener("roosted-created", ({ detail }) => {
  const { id, client_name: name } = detail.client;
  const item = document.createElement("li");
  item.dataset.name = name;
  item.textContent = `${name} (${id})`;
  added.append(item);
  trouble.textContent = "";
});

// The person has read what to do in the form; this is for the portal.
form.addEventListener("roosted-error", ({ detail }) => {
  trouble.textContent = `Help desk: ${detail.kind}`;
});
