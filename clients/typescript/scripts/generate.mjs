// Writes src/generated from openapi.yaml: the types by openapi-typescript, and
// beside them one method for each operation, with its words from the document.
// `--check` writes nothing and fails where a file differs. It knows no endpoint.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import { parse } from "yaml";
import { operations, render } from "./operations.mjs";

const DOCUMENT = new URL("../../../openapi.yaml", import.meta.url);
const OUTPUT = new URL("../src/generated/", import.meta.url);
const BANNER = "// Generated from openapi.yaml by `npm run generate`. Do not edit.\n\n";

/** The generated files by name. */
export async function generate(source) {
  const types = astToString(await openapiTS(source, { defaultNonNullable: false }));
  return {
    "api.ts": BANNER + types,
    "operations.ts": BANNER + render(operations(parse(source))),
  };
}

async function main(check) {
  const files = await generate(await readFile(DOCUMENT, "utf8"));
  const stale = [];
  for (const [name, wanted] of Object.entries(files)) {
    const url = new URL(name, OUTPUT);
    const found = await readFile(url, "utf8").catch(() => "");
    if (found === wanted) continue;
    if (check) stale.push(name);
    else await writeFile(url, wanted);
  }
  if (stale.length > 0) {
    console.error(`not in step with openapi.yaml: ${stale.join(", ")}. Run: npm run generate`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes("--check"));
