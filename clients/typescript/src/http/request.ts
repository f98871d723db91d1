// What goes over the wire for one call. Sends nothing.

/** How an operation goes over HTTP; made from the document. What is not there is not so: pages fetch it all. */
export interface Route {
  readonly group: string;
  readonly verb: string;
  readonly method: string;
  readonly path: string;
  readonly params: readonly string[];
  readonly body?: true;
  readonly query?: true;
  readonly key?: true;
  readonly list?: true;
  readonly texts?: readonly string[];
}

type Value = string | number | boolean | null | undefined;

/** A query: what is absent is left out, a list stands once for each of its values. */
export type QueryValues = Readonly<Record<string, Value | readonly Value[]>>;

/** The values of a call, in the order of its method's arguments. */
export interface Inputs {
  readonly params: readonly (string | number)[];
  readonly body?: unknown;
  readonly query?: QueryValues | undefined;
}

/** The path and query of a call. */
export function target(route: Route, inputs: Inputs): string {
  const path = route.params.reduce((path, name, index) => {
    return path.replace(`{${name}}`, segment(name, inputs.params[index]));
  }, route.path);
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(inputs.query ?? {})) {
    for (const value of Array.isArray(values) ? values : [values]) {
      if (value !== undefined && value !== null) query.append(name, String(value));
    }
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** A path segment. A URL drops `.` and `..`, and so would be another call. */
function segment(name: string, value: string | number | undefined): string {
  const text = value === undefined ? "" : String(value);
  if (text === "" || text === "." || text === "..") throw new TypeError(`${name} cannot be "${text}"`);
  return encodeURIComponent(text);
}

/** The headers and body of a call, but for its token. */
export function content(route: Route, inputs: Inputs, accept: string, key: string | undefined): RequestInit {
  const headers = new Headers({ accept: `${accept}, application/problem+json` });
  if (key !== undefined) headers.set("idempotency-key", key);
  const init: RequestInit = { method: route.method, headers, cache: "no-store" };
  if (route.body) {
    headers.set("content-type", "application/json");
    init.body = JSON.stringify(inputs.body ?? {});
  }
  return init;
}
