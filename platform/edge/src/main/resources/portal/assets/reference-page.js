import { asyncApi } from "./asyncapi.js";
import { h, notice, select, show } from "./dom.js";
import { graphQl } from "./graphql.js";
import { openApi } from "./openapi.js";
import { proto } from "./proto.js";
import { api } from "./session.js";

const RENDERERS = { REST: openApi, WEBSOCKET: asyncApi, GRAPHQL: graphQl, GRPC: proto };

const asked = new URLSearchParams(location.search);
const part = value => encodeURIComponent(value);

/** Opens the operation that the address names. */
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}

function versions(all, shown) {
  const list = all.filter(each => each.name === shown.name).map(each => each.version);
  return list.length > 1 && h("p", {}, "Version ", select(list, shown.version, {
    "aria-label": "Version",
    onchange: event => location.assign("/portal/reference?" + new URLSearchParams({ name: shown.name, version: event.target.value })),
  }));
}

try {
  const { apis } = await api("/apis");
  const shown = apis.find(each => each.name === asked.get("name") && each.version === asked.get("version")) || apis[0];
  document.title = `${shown.name} ${shown.version} · Corridor developer portal`;
  const response = await fetch(`/portal/contracts/${part(shown.name)}/${part(shown.version)}`);
  const isJson = (response.headers.get("content-type") || "").startsWith("application/json");
  const contract = !response.ok ? null : isJson ? await response.json() : await response.text();
  const rendered = contract ? RENDERERS[shown.kind](contract, shown) : { links: [], content: [notice("This build does not have the contract.", "warn")] };
  show(
    h("h1", {}, shown.name, " ", shown.version),
    shown.deprecated_since && notice(`Deprecated since ${shown.deprecated_since.slice(0, 10)}${shown.sunset ? ", ends " + shown.sunset.slice(0, 10) : ""}.`, "warn"),
    h("p", {}, h("code", {}, shown.url), " ", shown.plans.map(plan => h("span", { class: "tag" }, plan))),
    versions(apis, shown),
    h("div", { class: "split" },
      h("nav", { "aria-label": "Contents", tabindex: "0" }, rendered.links.map(group => [
        h("h2", {}, group.title),
        h("ul", {}, group.items.map(item => h("li", {}, h("a", { href: item.href }, item.text)))),
      ])),
      h("div", {}, rendered.content)));
  window.addEventListener("hashchange", openTarget);
  openTarget();
} catch (failure) {
  show(h("h1", {}, "API reference"), notice(failure.message, "bad"));
}
