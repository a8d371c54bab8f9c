import { h, prose } from "./dom.js";

const DEFINITION = /(?:^"""([\s\S]*?)"""\s*|^"([^"\n]*)"\s*)?^(type|input|enum|interface|union|scalar|directive|extend type)\s+(@?\w+)([^{\n]*)(\{[\s\S]*?^\})?/gm;
const ROOTS = ["Query", "Mutation", "Subscription"];

/** Renders a GraphQL schema: its root types first, then the others, each with its comment and source. */
export function graphQl(text) {
  const all = [...text.matchAll(DEFINITION)].map(match => ({
    comment: match[1] || match[2] || "", kind: match[3], name: match[4], source: (match[3] + " " + match[4] + match[5] + (match[6] || "")).trim(),
  }));
  const order = each => (ROOTS.includes(each.name) ? ROOTS.indexOf(each.name) : ROOTS.length);
  all.sort((one, other) => order(one) - order(other));
  const roots = all.filter(each => ROOTS.includes(each.name));
  const links = [["Operations", roots], ["Types", all.filter(each => !ROOTS.includes(each.name))]].map(([title, list]) =>
    ({ title, items: list.map(each => ({ href: "#type-" + each.name, text: each.name })) }));
  const content = [
    h("p", {}, h("a", { class: "button", href: "/portal/graphiql" }, "Open GraphiQL")),
    all.map(each => h("details", { class: "operation", id: "type-" + each.name, open: ROOTS.includes(each.name) },
      h("summary", {}, h("span", { class: "method" }, each.kind.toUpperCase()), h("span", { class: "path" }, each.name)),
      h("div", {}, prose(each.comment), h("pre", { tabindex: "0", role: "group", "aria-label": "Source of " + each.name }, each.source)))),
  ];
  return { links, content };
}
