import { field, h, notice } from "./dom.js";
import { accessToken, isSignedIn } from "./session.js";
import { example, resolve } from "./schema.js";

const BODY_SHOWN_MAX = 100_000;

/** The API's address on the host and with the scheme of this page. */
function address(api) {
  const url = new URL(api.https_url || api.url);
  url.hostname = location.hostname;
  return url.href;
}

/** A form that sends one operation with the caller's own token and shows the answer. */
export function tryCall({ document, api, method, path, parameters, body }) {
  const inputs = parameters.filter(parameter => ["path", "query", "header"].includes(parameter.in) && parameter.name.toLowerCase() !== "authorization").map(parameter => {
    const schema = resolve(document, parameter.schema || {});
    const preset = parameter.example ?? (parameter.in === "path" ? schema.example : undefined)
      ?? (parameter.name === "Idempotency-Key" ? crypto.randomUUID() : "");
    return { parameter, input: h("input", { value: preset, placeholder: schema.enum ? schema.enum.join(" | ") : "" }) };
  });
  const mediaType = body && Object.keys(body.content || {})[0];
  const sample = body && example(document, body.content[mediaType]);
  const text = body && h("textarea", { spellcheck: "false" });
  if (text) {
    text.value = typeof sample === "string" ? sample : JSON.stringify(sample, null, 2) ?? "";
  }
  const result = h("div", { "aria-live": "polite" });
  const form = h("form", { class: "try" },
    h("h4", {}, "Try it"),
    !isSignedIn() && api.needs_token && notice("Sign in at the top, so that the call has your token.", "warn"),
    inputs.map(({ parameter, input }) => field(parameter.name, input, parameter.in + (parameter.required ? ", required" : ""))),
    text && field("Body", text, mediaType),
    h("div", { class: "actions" }, h("button", {}, "Send")),
    result);
  form.addEventListener("submit", event => {
    event.preventDefault();
    send({ api, method, path, inputs, text, mediaType, result });
  });
  return form;
}

async function send({ api, method, path, inputs, text, mediaType, result }) {
  let target = path;
  const query = new URLSearchParams();
  const headers = {};
  const token = await accessToken();
  if (token) {
    headers.authorization = "Bearer " + token;
  }
  for (const { parameter, input } of inputs) {
    if (parameter.in === "path") {
      target = target.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    } else if (input.value !== "" && parameter.in === "query") {
      query.append(parameter.name, input.value);
    } else if (input.value !== "") {
      headers[parameter.name] = input.value;
    }
  }
  if (text) {
    headers["content-type"] = mediaType;
  }
  const url = address(api) + target + (query.size ? "?" + query : "");
  const started = performance.now();
  result.replaceChildren(notice("Waiting for the answer …"));
  try {
    const response = await fetch(url, { method, headers, body: text ? text.value : undefined });
    const answer = await response.text();
    result.replaceChildren(
      notice(`${response.status} ${response.statusText} in ${Math.round(performance.now() - started)} ms`, response.ok ? "" : "bad"),
      h("p", {}, h("code", {}, `${method} ${url}`)),
      h("pre", { tabindex: "0", role: "group", "aria-label": "Response headers" }, [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n")),
      h("pre", { tabindex: "0", role: "group", "aria-label": "Response body" }, pretty(answer).slice(0, BODY_SHOWN_MAX)));
  } catch (failure) {
    result.replaceChildren(notice(`No answer from ${url}: ${failure.message}`, "bad"));
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
