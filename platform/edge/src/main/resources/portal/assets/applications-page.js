import { application } from "./application.js";
import { field, h, notice, show } from "./dom.js";
import { api, isSignedIn, signIn } from "./session.js";

const shown = new URLSearchParams(location.search).get("id");

function card(each) {
  return h("li", {},
    h("h2", {}, h("a", { href: "/portal/applications?id=" + each.id }, each.name)),
    h("p", {}, each.description || "No description"),
    h("p", { class: "hint" }, "since ", each.created_at.slice(0, 10)));
}

function creation() {
  const result = h("div", {});
  const form = h("form", { class: "card" },
    h("h2", {}, "New application"),
    field("Name", h("input", { name: "name", required: true, maxlength: 100 })),
    field("Description", h("input", { name: "description", maxlength: 500 })),
    h("div", { class: "actions" }, h("button", {}, "Create")), result);
  form.addEventListener("submit", async event => {
    event.preventDefault();
    try {
      const { id } = await api("/applications", { method: "POST", body: Object.fromEntries(new FormData(form)) });
      location.assign("/portal/applications?id=" + id);
    } catch (failure) {
      result.replaceChildren(notice(failure.message, "bad"));
    }
  });
  return form;
}

async function list() {
  const { applications } = await api("/applications");
  show(
    applications.length ? h("ul", { class: "cards" }, applications.map(card)) : h("p", {}, "You have no application yet."),
    creation());
}

if (!isSignedIn()) {
  show(notice("Sign in to see your applications."), h("button", { type: "button", onclick: signIn }, "Sign in"));
} else {
  try {
    await (shown ? application(shown) : list());
  } catch (failure) {
    show(notice(failure.message, "bad"));
  }
}
