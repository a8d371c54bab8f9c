import { field, h, notice, show } from "./dom.js";
import { api, signIn } from "./session.js";

const form = h("form", {},
  field("User name", h("input", { name: "username", required: true, maxlength: 64, autocomplete: "username" })),
  field("Password", h("input", { name: "password", type: "password", required: true, minlength: 12, maxlength: 256, autocomplete: "new-password" }), "12 characters or more"),
  field("Full name", h("input", { name: "full_name", required: true, maxlength: 200, autocomplete: "name" })),
  field("E-mail", h("input", { name: "email", type: "email", required: true, maxlength: 254, autocomplete: "email" })),
  field("Home currency", h("input", { name: "home_currency", required: true, value: "EUR", pattern: "[A-Z]{3}", maxlength: 3 }), "ISO 4217, such as EUR"),
  h("div", { class: "actions" }, h("button", {}, "Create the account")),
  h("div", { id: "result" }));

form.addEventListener("submit", async event => {
  event.preventDefault();
  const result = form.querySelector("#result");
  try {
    await api("/users", { method: "POST", body: Object.fromEntries(new FormData(form)) });
    form.reset();
    result.replaceChildren(notice("The account exists. Sign in with it now."), h("button", { type: "button", onclick: signIn }, "Sign in"));
  } catch (failure) {
    result.replaceChildren(notice(failure.message, "bad"));
  }
});
show(form);
