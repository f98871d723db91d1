// The methods of the generated interfaces, made from the generated table.
import { type Operations, ROUTES } from "../generated/operations.js";
import { type Page, Pages } from "./pages.js";
import type { Inputs, QueryValues, Route } from "./request.js";
import type { Transport } from "./transport.js";
import type { CallOptions } from "./types.js";

type Method = (...given: unknown[]) => unknown;

/** All operations over `transport`. */
export function operationsOver(transport: Transport): Operations {
  const groups: Record<string, Record<string, Method>> = {};
  for (const route of Object.values<Route>(ROUTES)) {
    const group = groups[route.group] ?? {};
    groups[route.group] = group;
    group[route.verb] = method(transport, route);
    for (const kind of route.texts ?? []) {
      const name = kind.slice("text/".length);
      group[route.verb + name.charAt(0).toUpperCase() + name.slice(1)] = method(transport, route, kind);
    }
  }
  // The generator writes the table and the interfaces from the same document.
  return groups as unknown as Operations;
}

function method(transport: Transport, route: Route, kind?: string): Method {
  return (...given) => {
    const { inputs, options } = read(route, given);
    if (kind !== undefined || !route.list) return transport.call(route, inputs, options, kind);
    return new Pages<Page, unknown>((cursor) => {
      const query = cursor === undefined ? inputs.query : { ...inputs.query, cursor };
      return transport.call(route, { ...inputs, query }, options) as Promise<Page>;
    });
  };
}

/** Arguments by position: path parameters, body, query, options. */
function read(route: Route, given: readonly unknown[]): { inputs: Inputs; options: CallOptions | undefined } {
  const rest = given.slice(route.params.length);
  const inputs: Inputs = {
    params: given.slice(0, route.params.length) as (string | number)[],
    body: route.body ? rest.shift() : undefined,
    query: route.query ? (rest.shift() as QueryValues | undefined) : undefined,
  };
  return { inputs, options: rest.shift() as CallOptions | undefined };
}
