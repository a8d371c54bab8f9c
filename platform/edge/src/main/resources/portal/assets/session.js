// Sign-in with authorization code and PKCE (RFC 7636). Tokens live in this tab only.
const CLIENT = "portal";
const REDIRECT = location.origin + "/portal/";
const TOKENS = "corridor.tokens";
const SIGN_IN = "corridor.sign-in";
const EARLY_MS = 30_000;

const base64url = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const read = key => JSON.parse(sessionStorage.getItem(key) || "null");

export const isSignedIn = () => read(TOKENS) !== null;

export async function signIn() {
  const pending = { verifier: random(), state: random(), page: location.href };
  sessionStorage.setItem(SIGN_IN, JSON.stringify(pending));
  const challenge = base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(pending.verifier)));
  location.assign("/oauth2/authorize?" + new URLSearchParams({
    response_type: "code", client_id: CLIENT, redirect_uri: REDIRECT, state: pending.state,
    code_challenge: challenge, code_challenge_method: "S256",
  }));
}

/** Uses a token that another client got, such as an operator's, for as long as it is valid. */
export function useToken(token) {
  const claims = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
  sessionStorage.setItem(TOKENS, JSON.stringify({ access_token: token, expires_at: claims.exp * 1000 }));
  location.reload();
}

/** Ends the session here and at the authorization server. */
export async function signOut() {
  const tokens = read(TOKENS);
  sessionStorage.removeItem(TOKENS);
  if (tokens?.refresh_token) {
    await fetch("/oauth2/revoke", { method: "POST", body: new URLSearchParams({ client_id: CLIENT, token: tokens.refresh_token }) });
  }
  location.assign("/portal/");
}

/** Exchanges the code that the authorization server sent, and returns to the page where sign-in began. */
export async function finishSignIn() {
  const answer = new URLSearchParams(location.search);
  const pending = read(SIGN_IN);
  if (!pending || answer.get("state") !== pending.state) {
    return;
  }
  sessionStorage.removeItem(SIGN_IN);
  if (answer.get("code")) {
    await request({ grant_type: "authorization_code", code: answer.get("code"), redirect_uri: REDIRECT, code_verifier: pending.verifier });
  }
  location.replace(pending.page);
}

async function request(form) {
  const response = await fetch("/oauth2/token", { method: "POST", body: new URLSearchParams({ client_id: CLIENT, ...form }) });
  if (!response.ok) {
    sessionStorage.removeItem(TOKENS);
    return null;
  }
  const tokens = await response.json();
  sessionStorage.setItem(TOKENS, JSON.stringify({ ...read(TOKENS), ...tokens, expires_at: Date.now() + tokens.expires_in * 1000 }));
  return tokens.access_token;
}

let refreshing = null;

/** Returns a valid access token; null when nobody has signed in. */
export async function accessToken() {
  const tokens = read(TOKENS);
  if (!tokens) {
    return null;
  }
  if (Date.now() < tokens.expires_at - EARLY_MS) {
    return tokens.access_token;
  }
  if (!tokens.refresh_token) {
    sessionStorage.removeItem(TOKENS);
    return null;
  }
  // A refresh token works once: calls at the same time share its answer.
  refreshing ||= request({ grant_type: "refresh_token", refresh_token: tokens.refresh_token }).finally(() => (refreshing = null));
  return refreshing;
}

export class ApiError extends Error {
  constructor(problem) {
    super([problem.detail || problem.title || "The call failed.", problem.advice].filter(Boolean).join(" "));
    this.problem = problem;
  }
}

/** Calls the portal's API and returns its JSON; a text for other media types. */
export async function api(path, { method = "GET", body, accept = "application/json, application/problem+json" } = {}) {
  const token = await accessToken();
  const response = await fetch("/portal/api" + path, {
    method,
    headers: { accept, ...(token && { authorization: "Bearer " + token }), ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  if (response.status === 204) {
    return null;
  }
  const isJson = (response.headers.get("content-type") || "").includes("json");
  const content = isJson ? await response.json() : await response.text();
  if (!response.ok) {
    throw new ApiError(isJson ? content : { detail: "The portal answered " + response.status + "." });
  }
  return content;
}
