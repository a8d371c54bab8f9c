import { field, h, notice } from "./dom.js";
import { accessToken } from "./session.js";

const MESSAGES_SHOWN = 50;

/** A form that opens the stream, sends messages and shows the newest ones it receives. */
export function tryStream(document, api) {
  const text = h("textarea", { spellcheck: "false" });
  text.value = JSON.stringify(firstExample(document) ?? { subscribe: ["USD/EUR"] }, null, 2);
  const log = h("pre", { tabindex: "0", role: "group", "aria-label": "Messages" });
  const state = h("div", { "aria-live": "polite" });
  let socket = null;
  const lines = [];
  const line = words => {
    lines.unshift(words);
    lines.length = Math.min(lines.length, MESSAGES_SHOWN);
    log.textContent = lines.join("\n");
  };
  const open = async () => {
    socket?.close();
    const url = new URL(api.url);
    url.hostname = location.hostname;
    const token = api.needs_token && (await accessToken());
    socket = token ? new WebSocket(url, ["bearer", token]) : new WebSocket(url);
    socket.onopen = () => {
      state.replaceChildren(notice("Open: " + url));
      socket.send(text.value);
    };
    socket.onmessage = event => line("← " + event.data);
    socket.onclose = event => state.replaceChildren(notice(`Closed: ${event.code} ${event.reason}`, event.code === 1000 ? "" : "bad"));
  };
  return h("div", { class: "try" },
    h("h2", {}, "Try it"),
    field("Message to send", text),
    h("div", { class: "actions" },
      h("button", { type: "button", onclick: open }, "Open and send"),
      h("button", { type: "button", class: "plain", onclick: () => socket?.readyState === 1 && socket.send(text.value) }, "Send again"),
      h("button", { type: "button", class: "plain", onclick: () => socket?.close(1000) }, "Close")),
    state, log);
}

function firstExample(document) {
  for (const message of Object.values(document.components?.messages || {})) {
    const payload = message.examples?.[0]?.payload;
    if (payload && JSON.stringify(payload).includes("subscribe")) {
      return payload;
    }
  }
  return undefined;
}
