import { notice } from "./dom.js";
import { accessToken, api, isSignedIn } from "./session.js";

const QUERY = `# Sign in at the top; the query has your token then.
{
  rates(base: "EUR", symbols: ["USD", "JPY"]) { asOf rates { symbol rate } }
}
`;

/** Loads a library that defines a global name; the pages' own scripts are modules. */
function load(file) {
  return new Promise((loaded, failed) => {
    const script = Object.assign(document.createElement("script"), { src: "/portal/lib/" + file, onload: loaded, onerror: failed });
    document.head.append(script);
  });
}

function style(file) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/portal/lib/" + file }));
}

const hint = document.getElementById("notice");
try {
  const graph = (await api("/apis")).apis.find(each => each.kind === "GRAPHQL");
  const url = new URL(graph.url);
  url.hostname = location.hostname;
  style("graphiql.css");
  await load("react.js");
  await load("react-dom.js");
  await load("graphiql.js");
  const { React, ReactDOM, GraphiQL } = window;
  if (!isSignedIn()) {
    hint.replaceChildren(notice("Sign in at the top, so that queries have your token.", "warn"));
  }
  const fetcher = async (parameters, options) => {
    const token = await accessToken();
    const response = await fetch(url, {
      method: "POST",
      headers: { ...options?.headers, "content-type": "application/json", accept: "application/json", ...(token && { authorization: "Bearer " + token }) },
      body: JSON.stringify(parameters),
    });
    return response.json();
  };
  ReactDOM.createRoot(document.getElementById("graphiql")).render(
    React.createElement(GraphiQL, { fetcher, defaultQuery: QUERY, shouldPersistHeaders: false }));
} catch (failure) {
  hint.replaceChildren(notice(failure.message, "bad"));
}
