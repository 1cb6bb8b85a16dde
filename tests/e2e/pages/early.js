// Runs while the page is read, before any module: the element is not defined yet.
const form = document.querySelector("roosted-client-form");
form.values = { client_name: "Set Early", client_city: "Hull" };
document.documentElement.dataset.defined = String(Boolean(customElements.get("roosted-client-form")));
