// Which page is shown: the address's fragment, such as `#/wallet?currency=EUR`.
import { signal } from "@preact/signals";

/** Where we are. */
export interface Route {
  /** The parts of the path: `["devices", "cat"]`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export const route = signal<Route>(parse(""));

/** The address of a page: `href("devices", id)`. */
export function href(...path: readonly string[]): string {
  return `#/${path.map(encodeURIComponent).join("/")}`;
}

/** Shows a page. */
export function go(...path: readonly string[]): void {
  location.hash = href(...path);
}

/** Changes the query of the current page without adding a history entry. */
export function setQuery(values: Readonly<Record<string, string | undefined>>): void {
  const query = new URLSearchParams(route.value.query);
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  history.replaceState(null, "", href(...route.value.path) + (text === "" ? "" : `?${text}`));
  route.value = { path: route.value.path, query };
}

/**
 * Follows the address. A token in it is taken out at once and handed to `onToken`. Call this before
 * anything is waited for: the next address would overwrite the token.
 */
export function watchAddress(onToken: (token: string) => void): void {
  const follow = () => {
    const token = takeToken();
    if (token !== null) onToken(token);
    route.value = parse(location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
}

function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) history.replaceState(null, "", location.pathname + location.search);
  return token?.trim() ?? null;
}

function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { path: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
