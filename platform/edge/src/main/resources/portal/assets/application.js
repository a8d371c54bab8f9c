import { field, h, notice, select, show, table } from "./dom.js";
import { api } from "./session.js";

const GRANTS = [["client_credentials", "the application itself (client credentials)"], ["authorization_code", "users who sign in (authorization code, PKCE)"], ["refresh_token", "longer sign-ins (refresh token)"]];

/** Shows one application with its keys and subscriptions. */
export async function application(id) {
  const base = "/applications/" + encodeURIComponent(id);
  const [one, { apis }] = await Promise.all([api(base), api("/apis")]);
  const result = h("div", { "aria-live": "polite" });
  const act = async (path, options, done) => {
    try {
      const answer = await api(base + path, options);
      await application(id);
      done?.(answer);
    } catch (failure) {
      result.replaceChildren(notice(failure.message, "bad"));
    }
  };
  show(
    h("p", {}, h("a", { href: "/portal/applications" }, "All applications")),
    h("h2", {}, one.name), h("p", {}, one.description), h("p", { class: "hint" }, "Id ", h("code", {}, one.id)),
    h("div", { id: "result", "aria-live": "polite" }), result,
    h("h3", {}, "Keys"), keys(one, act), newKey(apis, act),
    h("h3", {}, "Subscriptions"), subscriptions(one, apis, act), newSubscription(one, apis, act),
    h("h3", {}, "End"),
    h("div", { class: "actions" }, h("button", { class: "danger", type: "button", onclick: () => remove(base, one, result) }, "Delete the application")));
}

async function remove(base, one, result) {
  if (confirm(`Delete ${one.name}? Its keys and their tokens are refused from then on.`)) {
    try {
      await api(base, { method: "DELETE" });
      location.assign("/portal/applications");
    } catch (failure) {
      result.replaceChildren(notice(failure.message, "bad"));
    }
  }
}

/** The secret is in this answer only. */
function secret(key) {
  if (key?.client_secret) {
    document.getElementById("result").replaceChildren(h("div", { class: "notice warn", role: "status" },
      h("p", {}, "Copy the secret now; it is not shown again."),
      h("p", {}, "Client id ", h("code", {}, key.client_id)), h("p", {}, "Secret ", h("code", {}, key.client_secret))));
    document.getElementById("result").scrollIntoView({ block: "center" });
  }
}

function keys(one, act) {
  return one.keys?.length > 0 && table("Keys", [
    { title: "Name", value: key => key.name },
    { title: "Client id", value: key => h("code", {}, key.client_id) },
    { title: "Tokens for", value: key => key.grant_types.join(", ") },
    { title: "Scopes", value: key => key.scopes.map(scope => h("span", { class: "tag" }, scope)) },
    { title: "Actions", value: key => h("div", { class: "actions" },
      !key.public && h("button", { class: "plain", type: "button", onclick: () => act(`/keys/${key.client_id}/secret`, { method: "POST" }, secret) }, "New secret"),
      h("button", { class: "danger", type: "button", onclick: () => act("/keys/" + key.client_id, { method: "DELETE" }) }, "Revoke")) },
  ], one.keys);
}

function newKey(apis, act) {
  const scopes = [...new Set(apis.flatMap(each => each.scopes))].sort();
  const box = (name, value, text, checked) => h("label", { class: "check" }, h("input", { type: "checkbox", name, value, checked }), text);
  const form = h("form", {},
    field("Name", h("input", { name: "name", required: true, maxlength: 100 }), "shown to users who are asked for consent"),
    h("fieldset", {}, h("legend", {}, "Tokens for"), GRANTS.map(([value, text], i) => box("grant", value, text, i === 0))),
    field("Redirect URIs", h("input", { name: "redirects", placeholder: "https://app.example.com/callback" }), "separated by spaces; for users who sign in"),
    h("fieldset", {}, h("legend", {}, "Scopes"), scopes.map(scope => box("scope", scope, scope, false))),
    box("public", "true", "A page or a mobile app, which cannot keep a secret", false),
    h("div", { class: "actions" }, h("button", {}, "Generate a key")));
  form.addEventListener("submit", event => {
    event.preventDefault();
    const data = new FormData(form);
    act("/keys", { method: "POST", body: {
      name: data.get("name"), public: data.has("public"), grant_types: data.getAll("grant"), scopes: data.getAll("scope"),
      redirect_uris: data.get("redirects").split(/\s+/).filter(Boolean),
    } }, secret);
  });
  return h("details", { class: "card" }, h("summary", {}, "New key"), form);
}

function subscriptions(one, apis, act) {
  const plansOf = each => apis.find(known => known.name === each.api_name && known.version === each.api_version)?.plans || [each.plan];
  return one.subscriptions?.length > 0 && table("Subscriptions", [
    { title: "API", value: each => each.api_name },
    { title: "Version", value: each => each.api_version },
    { title: "Plan", value: each => select(plansOf(each), each.plan, {
      "aria-label": `Plan of ${each.api_name} ${each.api_version}`,
      onchange: event => act("/subscriptions/" + each.id, { method: "PUT", body: { plan: event.target.value } }),
    }) },
    { title: "Actions", value: each => h("button", { class: "danger", type: "button", onclick: () => act("/subscriptions/" + each.id, { method: "DELETE" }) }, "End") },
  ], one.subscriptions);
}

function newSubscription(one, apis, act) {
  const taken = new Set((one.subscriptions || []).map(each => each.api_name + " " + each.api_version));
  const free = apis.filter(each => each.plans.length && !taken.has(each.name + " " + each.version));
  if (free.length === 0) {
    return null;
  }
  const which = select(free.map(each => each.name + " " + each.version), null);
  const plan = h("select", {});
  const offer = () => plan.replaceChildren(...free[which.selectedIndex].plans.map(name => h("option", {}, name)));
  which.addEventListener("change", offer);
  offer();
  const form = h("form", { class: "bar" }, field("API", which), field("Plan", plan), h("button", {}, "Subscribe"));
  form.addEventListener("submit", event => {
    event.preventDefault();
    const each = free[which.selectedIndex];
    act("/subscriptions", { method: "POST", body: { api_name: each.name, api_version: each.version, plan: plan.value } });
  });
  return form;
}
