// Who is here: the token, what it says, and what one tab remembers.

const TOKEN = "heartlink.token";

/** Values of this tab, as JSON. A browser that forbids storage just forgets. */
export const memory = {
  get(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Full or forbidden: the page works, a reload starts afresh.
    }
  },
  remove(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  },
};

/** The claims of a JWT, for display only; null if it is none. */
export function claims(token) {
  const parts = (token ?? "").split(".");
  if (parts.length !== 3) return null;
  try {
    const base64 = parts[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const payload = JSON.parse(new TextDecoder().decode(bytes));
    return typeof payload.sub === "string" && payload.sub !== "" ? payload : null;
  } catch {
    return null;
  }
}

/** Takes `#token=…` out of the address, so that it is not left in the history. */
export function takeTokenFromAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return null;
  history.replaceState(null, "", location.pathname + location.search);
  return token.trim();
}

export function savedToken() {
  return memory.get(TOKEN);
}

export function saveToken(token) {
  memory.set(TOKEN, token);
}

export function forgetToken() {
  memory.remove(TOKEN);
}

/** A random id for a request or message. Also works where `randomUUID` does not (plain HTTP). */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}
