import { h, prose } from "./dom.js";
import { example, resolve, schemaTree } from "./schema.js";
import { tryStream } from "./try-stream.js";

/** Renders an AsyncAPI document of version 2 or 3: its channels and messages. */
export function asyncApi(document, api) {
  const channels = Object.entries(document.channels || {}).map(([name, channel]) => ({
    name: channel.address && channel.address !== "/" ? channel.address : channel.title || "Messages",
    description: channel.description || "",
    messages: messagesOf(document, channel),
  }));
  const links = channels.map(channel => ({
    title: channel.name,
    items: channel.messages.map(message => ({ href: "#" + idOf(message), text: message.title })),
  }));
  const content = channels.map(channel => h("section", {},
    h("h2", {}, channel.name), prose(channel.description), channel.messages.map(message => messageOf(document, message))));
  return { links, content: [prose(document.info?.description), tryStream(document, api), content] };
}

const idOf = message => "message-" + message.title.replace(/\W+/g, "-");

function messagesOf(document, channel) {
  const named = Object.entries(channel.messages || {}).map(([key, message]) => [key, message, ""]);
  const bound = [["publish", "you send"], ["subscribe", "you receive"]].flatMap(([verb, words]) => {
    const message = channel[verb]?.message;
    return (message?.oneOf || (message ? [message] : [])).map(each => [each.$ref?.split("/").pop() || verb, each, words]);
  });
  return [...named, ...bound].map(([key, node, direction]) => {
    const message = resolve(document, node);
    return { title: message.title || message.name || key, direction: direction || directionOf(document, key), message };
  });
}

/** In version 3, operations tell who sends a message; they are described from the server's side. */
function directionOf(document, key) {
  for (const operation of Object.values(document.operations || {})) {
    if ((operation.messages || []).some(each => each.$ref?.endsWith("/" + key))) {
      return operation.action === "receive" ? "you send" : "you receive";
    }
  }
  return "";
}

function messageOf(document, { title, direction, message }) {
  const samples = (message.examples || []).map(each => each.payload);
  const shown = samples.length ? samples[0] : example(document, { schema: message.payload });
  return h("details", { class: "operation", id: idOf({ title }), open: true },
    h("summary", {}, h("span", { class: "method" }, direction.replace("you ", "").toUpperCase()), h("span", { class: "path" }, title), h("span", {}, message.summary || "")),
    h("div", {}, prose(message.description), schemaTree(document, message.payload || {}),
      shown !== undefined && h("pre", { tabindex: "0", role: "group", "aria-label": "Example of " + title }, JSON.stringify(shown, null, 2))));
}
