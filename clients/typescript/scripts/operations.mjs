// Turns the operations of an OpenAPI document into one method each:
// `wallet-credit` becomes `wallet.credit(user, body, options)`. What cannot be
// expressed so is refused rather than left out.

const METHODS = ["get", "put", "post", "delete", "patch"];
const JSON_TYPE = "application/json";
const RESERVED = new Set(["body", "query", "options"]);

const camel = (text) => text.replace(/[-_](\w)/g, (_, letter) => letter.toUpperCase());
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const quote = (value) => JSON.stringify(value);

function resolve(document, value) {
  let found = value;
  for (let depth = 0; found?.$ref !== undefined; depth += 1) {
    if (depth > 10) throw new Error(`${value.$ref} refers in a circle`);
    found = found.$ref
      .slice(2)
      .split("/")
      .reduce((part, name) => part?.[name.replaceAll("~1", "/").replaceAll("~0", "~")], document);
  }
  return found;
}

/** Everything the methods need of each operation, in the order of the document. */
export function operations(document) {
  const found = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS.filter((method) => item[method] !== undefined)) {
      found.push(operation(document, path, method, item));
    }
  }
  return found;
}

function operation(document, path, method, item) {
  const { operationId: id, summary = "", description = "", ...rest } = item[method];
  const [group, ...verb] = id.split("-");
  if (verb.length === 0) throw new Error(`${method} ${path}: ${id} is no <group>-<verb>`);
  const parameters = [...(item.parameters ?? []), ...(rest.parameters ?? [])].map((p) => resolve(document, p));
  const query = parameters.filter((parameter) => parameter.in === "query");
  const headers = parameters.filter((parameter) => parameter.in === "header").map((parameter) => parameter.name);
  const unknown = headers.filter((name) => name !== "Idempotency-Key");
  if (unknown.length > 0) throw new Error(`${id}: no way to send ${unknown.join(", ")}`);
  const params = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const numbers = parameters
    .filter((parameter) => parameter.in === "path" && resolve(document, parameter.schema).type === "integer")
    .map((parameter) => parameter.name);
  return {
    id,
    group: camel(group),
    verb: camel(verb.join("-")),
    method: method.toUpperCase(),
    path,
    params,
    numbers,
    query: query.length > 0,
    queryRequired: query.some((parameter) => parameter.required === true),
    key: headers.length > 0,
    ...body(document, id, rest.requestBody),
    ...answers(document, id, rest.responses),
    list: query.some((parameter) => parameter.name === "cursor"),
    words: [summary, description].filter((part) => part !== "").join("\n\n"),
  };
}

function body(document, id, reference) {
  if (reference === undefined) return { body: false, bodyRequired: false };
  const { content, required } = resolve(document, reference);
  if (content[JSON_TYPE] === undefined) throw new Error(`${id}: its body is not JSON`);
  const schema = resolve(document, content[JSON_TYPE].schema);
  const anyMember = schema.required === undefined || schema.required.length === 0;
  // A body without required members may be left out: `{}` is sent.
  return { body: true, bodyRequired: required === true && !(schema.type === "object" && anyMember) };
}

function answers(document, id, responses) {
  const kinds = new Set();
  for (const [status, reference] of Object.entries(responses)) {
    if (!status.startsWith("2")) continue;
    for (const kind of Object.keys(resolve(document, reference).content ?? {})) kinds.add(kind);
  }
  const texts = [...kinds].filter((kind) => kind !== JSON_TYPE);
  const odd = texts.filter((kind) => !/^text\/\w+$/.test(kind));
  if (odd.length > 0) throw new Error(`${id}: no way to read ${odd.join(", ")}`);
  return { texts };
}

/** The text of src/generated/operations.ts. */
export function render(all) {
  const groups = Map.groupBy ? Map.groupBy(all, (one) => one.group) : groupBy(all);
  const names = [...groups.keys()];
  return [
    'import type { Body, CallOptions, Listed, Query, Result } from "../http/types.js";\n',
    routes(all),
    ...names.map((name) => group(name, groups.get(name))),
    `/** All operations, by the groups of the document. */\nexport interface Operations {\n${names.map((name) => `  readonly ${name}: ${capital(name)}Operations;\n`).join("")}}\n`,
  ].join("\n");
}

// Node 20 has no `Map.groupBy`.
function groupBy(all) {
  const groups = new Map();
  for (const one of all) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}

function routes(all) {
  const lines = all.map((one) => {
    const { group, verb, method, path, params, body, query, key, list, texts } = one;
    const marks = Object.entries({ body, query, key, list }).filter(([, is]) => is);
    const route = {
      group,
      verb,
      method,
      path,
      params,
      ...Object.fromEntries(marks),
      ...(texts.length > 0 && { texts }),
    };
    return `  ${quote(one.id)}: ${quote(route)},\n`;
  });
  return `/** How each operation goes over HTTP. */\nexport const ROUTES = {\n${lines.join("")}} as const;\n`;
}

function group(name, members) {
  const seen = new Set();
  const methods = members.flatMap((one) => {
    const made = signatures(one);
    for (const { verb } of made) {
      if (seen.has(verb)) throw new Error(`${name}.${verb} stands twice`);
      seen.add(verb);
    }
    return made.map((signature) => comment(one.words) + signature.text);
  });
  return `/** The operations \`${name}-…\`. */\nexport interface ${capital(name)}Operations {\n${methods.join("\n")}}\n`;
}

function signatures(one) {
  const id = quote(one.id);
  const plain = one.list ? `Listed<${id}>` : `Promise<Result<${id}>>`;
  const line = (verb, result) => ({ verb, text: `  ${verb}(${inputs(one)}): ${result};\n` });
  const texts = one.texts.map((kind) => line(one.verb + capital(kind.slice("text/".length)), "Promise<string>"));
  return [line(one.verb, plain), ...texts];
}

function inputs(one) {
  const id = quote(one.id);
  const list = one.params.map(
    (name) =>
      `${RESERVED.has(name) ? `${name}Param` : camel(name)}: ${one.numbers.includes(name) ? "number" : "string"}`,
  );
  // An optional argument cannot stand before a required one.
  const bodyOptional = !one.bodyRequired && !one.queryRequired;
  if (one.body) list.push(`body${bodyOptional ? "?" : ""}: Body<${id}>`);
  if (one.query) list.push(`query${one.queryRequired ? "" : "?"}: Query<${id}>`);
  return [...list, "options?: CallOptions"].join(", ");
}

function comment(words) {
  const lines = words.replaceAll("*/", "*\\/").split("\n");
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join("\n")}\n   */\n`;
}
