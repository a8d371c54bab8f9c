import { h, prose, table } from "./dom.js";
import { example, resolve, schemaTree } from "./schema.js";
import { tryCall } from "./try-call.js";

const METHODS = ["get", "post", "put", "patch", "delete", "head"];

/** Renders an OpenAPI document: its operations by tag. Returns navigation entries and the content. */
export function openApi(document, api) {
  const groups = new Map();
  for (const [path, item] of Object.entries(document.paths || {})) {
    for (const method of METHODS.filter(each => item[each])) {
      const operation = item[method];
      const tag = operation.tags?.[0] || "Operations";
      const parameters = [...(item.parameters || []), ...(operation.parameters || [])].map(each => resolve(document, each));
      groups.set(tag, [...(groups.get(tag) || []), { path, method: method.toUpperCase(), operation, parameters }]);
    }
  }
  const links = [...groups].map(([tag, operations]) => ({
    title: tag,
    items: operations.map(each => ({ href: "#" + idOf(each), text: each.operation.summary || each.path })),
  }));
  const content = [...groups].map(([tag, operations]) => h("section", {},
    h("h2", {}, tag), operations.map(each => operationOf(document, api, each))));
  return { links, content: [prose(document.info?.description), content] };
}

const idOf = ({ operation, method, path }) => operation.operationId || (method + path).replace(/\W+/g, "-");

function operationOf(document, api, each) {
  const details = h("details", { class: "operation", id: idOf(each) },
    h("summary", {}, h("span", { class: "method " + each.method }, each.method), h("span", { class: "path" }, each.path), h("span", {}, each.operation.summary || "")));
  // The content is made when it is first opened: a large contract has thousands of elements.
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(contentOf(document, api, each));
    }
  });
  return details;
}

function contentOf(document, api, { path, method, operation, parameters }) {
  const body = operation.requestBody && resolve(document, operation.requestBody);
  const scopes = (operation.security ?? document.security ?? []).flatMap(one => Object.values(one).flat());
  return h("div", {},
    prose(operation.description),
    scopes.length > 0 && h("p", {}, "Scope: ", [...new Set(scopes)].map(scope => h("code", { class: "tag" }, scope))),
    parameters.length > 0 && [h("h3", {}, "Parameters"), table("Parameters", [
      { title: "Name", value: one => h("code", {}, one.name) },
      { title: "In", value: one => one.in + (one.required ? ", required" : "") },
      { title: "Description", value: one => [prose(one.description), schemaTree(document, one.schema || {})] },
    ], parameters)],
    body && [h("h3", {}, "Request body"), mediaOf(document, body)],
    h("h3", {}, "Responses"),
    Object.entries(operation.responses || {}).map(([status, response]) => responseOf(document, status, resolve(document, response))),
    tryCall({ document, api, method, path, parameters, body }));
}

function responseOf(document, status, response) {
  return h("details", {},
    h("summary", {}, h("code", {}, status), " ", response.description || ""),
    mediaOf(document, response));
}

function mediaOf(document, holder) {
  return Object.entries(holder.content || {}).map(([type, media]) => {
    const shown = example(document, media);
    return [h("p", {}, h("code", {}, type)), schemaTree(document, media.schema || {}),
      shown !== undefined && h("pre", { tabindex: "0", role: "group", "aria-label": "Example" }, typeof shown === "string" ? shown : JSON.stringify(shown, null, 2))];
  });
}
