import { h, prose } from "./dom.js";

const BLOCK = /((?:^[ \t]*\/\/.*\n)*)^[ \t]*(service|message|enum|rpc)\s+(\w+)([^{;]*)/gm;

/** Renders a .proto file: its methods, then its messages and enums, each with its comment and source. */
export function proto(text, api) {
  const service = (text.match(/^package\s+([\w.]+)\s*;/m)?.[1] || "") + "." + (text.match(/^service\s+(\w+)/m)?.[1] || "");
  const all = [...text.matchAll(BLOCK)].map(match => ({
    comment: match[1].replace(/^\s*\/\/ ?/gm, ""), kind: match[2], name: match[3], signature: match[4].trim(),
    source: sourceAt(text, match.index + match[1].length),
  }));
  const methods = all.filter(each => each.kind === "rpc");
  const types = all.filter(each => each.kind === "message" || each.kind === "enum");
  const id = each => each.kind + "-" + each.name;
  const links = [["Methods", methods], ["Messages", types]].map(([title, list]) =>
    ({ title, items: list.map(each => ({ href: "#" + id(each), text: each.name })) }));
  const content = [
    h("h2", {}, "Call it"),
    h("pre", { tabindex: "0", role: "group", "aria-label": "Command" },
      `grpcurl -plaintext -H "authorization: Bearer $TOKEN" \\\n  -d '{}' ${new URL(api.url).host} ${service}/${methods[0]?.name}`),
    h("h2", {}, "Methods"),
    methods.map(each => block(id(each), "RPC", each, `${each.name}${each.signature}`)),
    h("h2", {}, "Messages"),
    types.map(each => block(id(each), each.kind.toUpperCase(), each, each.name)),
  ];
  return { links, content };
}

function block(id, label, each, words) {
  return h("details", { class: "operation", id },
    h("summary", {}, h("span", { class: "method" }, label), h("span", { class: "path" }, words)),
    h("div", {}, prose(each.comment), h("pre", { tabindex: "0", role: "group", "aria-label": "Source of " + each.name }, each.source)));
}

/** The text of a block up to its closing brace; of a method without a block, its line. */
function sourceAt(text, start) {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === "{") depth++;
    if (text[i] === "}" && --depth === 0) return text.slice(start, i + 1);
    if (text[i] === ";" && depth === 0) return text.slice(start, i + 1);
  }
  return text.slice(start);
}
