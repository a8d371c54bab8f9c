import { h, notice, show } from "./dom.js";
import { api } from "./session.js";

const KINDS = { REST: "REST", GRAPHQL: "GraphQL", WEBSOCKET: "WebSocket", GRPC: "gRPC" };

function card(each) {
  const query = new URLSearchParams({ name: each.name, version: each.version });
  return h("li", {},
    h("h3", {}, h("a", { href: "/portal/reference?" + query }, each.name, " ", each.version)),
    h("p", {}, each.description),
    h("p", {}, h("code", {}, each.url)),
    h("p", {},
      h("span", { class: "tag" }, KINDS[each.kind]),
      h("span", { class: "tag" }, each.needs_token ? "token needed" : "no token needed"),
      each.is_default_version && h("span", { class: "tag" }, "default version"),
      each.deprecated_since && h("span", { class: "tag warn" }, "deprecated since ", each.deprecated_since.slice(0, 10)),
      each.sunset && h("span", { class: "tag warn" }, "ends ", each.sunset.slice(0, 10))));
}

try {
  const { apis } = await api("/apis");
  show(Object.keys(KINDS).map(kind => {
    const some = apis.filter(each => each.kind === kind);
    return some.length && [h("h2", {}, KINDS[kind], " APIs"), h("ul", { class: "cards" }, some.map(card))];
  }).flat());
} catch (failure) {
  show(notice(failure.message, "bad"));
}
