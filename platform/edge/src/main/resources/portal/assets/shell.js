import { field, h, notice } from "./dom.js";
import { finishSignIn, isSignedIn, signIn, signOut, useToken } from "./session.js";

const account = document.getElementById("account");

/** A dialog for a token that another client got: operators have no user of their own. */
function tokenDialog() {
  const text = h("textarea", { required: true, spellcheck: "false", autocomplete: "off" });
  const problem = h("div", {});
  const dialog = h("dialog", { "aria-label": "Use a token" },
    h("form", { onsubmit: event => {
      event.preventDefault();
      try {
        useToken(text.value.trim());
      } catch {
        problem.replaceChildren(notice("This is not a JSON Web Token.", "bad"));
      }
    } },
    field("Token", text, "such as that of ./corridor token; it stays in this tab"), problem,
    h("div", { class: "actions" }, h("button", {}, "Use it"), h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Cancel"))));
  document.body.append(dialog);
  dialog.showModal();
}

account.replaceChildren(...(isSignedIn()
  ? [h("button", { class: "plain", type: "button", onclick: signOut }, "Sign out")]
  : [h("button", { type: "button", onclick: signIn }, "Sign in"),
    h("button", { type: "button", class: "plain", onclick: tokenDialog }, "Use a token"),
    h("a", { href: "/portal/sign-up" }, "Sign up")]));

if (new URLSearchParams(location.search).has("state")) {
  finishSignIn();
}
