// The generated files are in step with the document, and the generator takes up
// whatever comes: it knows no endpoint.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createHeartlink } from "@heartlink/client";
import { parse } from "yaml";
import { ROUTES } from "#dist/generated/operations.js";
import { operationsOver } from "#dist/http/operations.js";

const here = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const text = (path: string) => readFileSync(here(path), "utf8");

const { generate } = (await import(here("scripts/generate.mjs"))) as {
  generate: (source: string) => Promise<Record<string, string>>;
};
const { operations, render } = (await import(here("scripts/operations.mjs"))) as {
  operations: (document: unknown) => unknown[];
  render: (operations: unknown[]) => string;
};

/** A document with one operation. */
function made(path: string, method: string, operation: Record<string, unknown>): unknown {
  return { paths: { [path]: { [method]: { responses: { "204": {} }, ...operation } } } };
}

describe("the generated files", () => {
  it("are in step with openapi.yaml", async () => {
    for (const [name, wanted] of Object.entries(await generate(text("../../openapi.yaml")))) {
      assert.ok(text(`src/generated/${name}`) === wanted, `${name} is not in step: npm run generate`);
    }
  });

  it("have one method for each operation of the document", () => {
    const client = createHeartlink({ url: "http://127.0.0.1" }) as unknown as Record<string, Record<string, unknown>>;
    const document = parse(text("../../openapi.yaml")) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((one) => one.operationId));
    assert.ok(ids.length > 30);
    assert.deepEqual(Object.keys(ROUTES).sort(), [...ids].sort());
    for (const { group, verb } of Object.values(ROUTES)) assert.equal(typeof client[group]?.[verb], "function");
  });
});

describe("the generator", () => {
  it("makes a method of what it never saw", () => {
    const document = made("/v1/affinity/rules/{rule_key}", "put", {
      operationId: "affinity-put-rule",
      summary: "Set a rule",
      parameters: [
        { in: "path", name: "rule_key", schema: { type: "string" } },
        { in: "query", name: "dry_run", schema: { type: "boolean" } },
        { in: "header", name: "Idempotency-Key" },
      ],
      requestBody: { required: true, content: { "application/json": { schema: { required: ["enabled"] } } } },
    });
    const rendered = render(operations(document));
    assert.match(rendered, /export interface AffinityOperations \{\n {2}\/\*\*\n {3}\* Set a rule/);
    const signature =
      'putRule(ruleKey: string, body: Body<"affinity-put-rule">, query?: Query<"affinity-put-rule">, options?: CallOptions): Promise<Result<"affinity-put-rule">>;';
    assert.ok(rendered.includes(signature), rendered);
  });

  it("makes a list of what has a cursor, and a second method of another media type", () => {
    const document = made("/v1/points/transactions", "get", {
      operationId: "points-transactions",
      parameters: [
        { in: "query", name: "student_id", required: true },
        { in: "query", name: "cursor" },
      ],
      responses: { "200": { content: { "application/json": {}, "text/csv": {} } } },
    });
    const rendered = render(operations(document));
    const inputs = '(query: Query<"points-transactions">, options?: CallOptions)';
    assert.ok(rendered.includes(`transactions${inputs}: Listed<"points-transactions">;`), rendered);
    assert.ok(rendered.includes(`transactionsCsv${inputs}: Promise<string>;`), rendered);
  });

  it("refuses what it has no way to express", () => {
    const header = { operationId: "a-b", parameters: [{ in: "header", name: "If-Match" }] };
    assert.throws(() => operations(made("/v1/a", "get", header)), /If-Match/);
    const form = { operationId: "a-b", requestBody: { content: { "multipart/form-data": {} } } };
    assert.throws(() => operations(made("/v1/a", "post", form)), /not JSON/);
    assert.throws(() => operations(made("/v1/a", "get", { operationId: "a" })), /group/);
  });
});

describe("a generated method", () => {
  it("hands its arguments over by position", () => {
    const seen: unknown[][] = [];
    const transport = { call: (...given: unknown[]) => seen.push(given) };
    const { wallet } = operationsOver(transport as never);
    const options = { attempts: 1 };
    void wallet.capture("ann", "hold-1", { amount: 5 }, options);
    void wallet.show("ann", { currency: "CREDIT" }, options);
    const given = seen.map(([, inputs, options]) => [inputs, options]);
    assert.deepEqual(given, [
      [{ params: ["ann", "hold-1"], body: { amount: 5 }, query: undefined }, options],
      [{ params: ["ann"], body: undefined, query: { currency: "CREDIT" } }, options],
    ]);
  });
});
