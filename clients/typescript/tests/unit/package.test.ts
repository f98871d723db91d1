// What is published: complete, without dependencies, loadable by a page as it is.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

describe("the package", () => {
  it("has modules that import nothing but each other, so that a page needs no bundler", () => {
    const files = readdirSync(`${root}dist`, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".js"),
    );
    assert.ok(files.length > 10);
    for (const file of files) {
      const source = readFileSync(`${root}dist/${file}`, "utf8");
      for (const [, from] of source.matchAll(/^(?:import|export)[^;]*?from "([^"]+)"/gm)) {
        assert.match(from ?? "", /^\.\.?\/.*\.js$/, `${file} imports ${from}`);
      }
    }
  });

  it("ships its modules, their types and the licence's name, and no test", () => {
    const packed = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" }),
    ) as { files: { path: string }[] }[];
    const files = packed.flatMap((one) => one.files.map(({ path }) => path));
    for (const wanted of ["dist/index.js", "dist/index.d.ts", "dist/generated/api.d.ts", "README.md"]) {
      assert.ok(files.includes(wanted), `${wanted} is missing`);
    }
    assert.deepEqual(
      files.filter((path) => !/^(dist\/|LICENSE|README\.md$|package\.json$)/.test(path)),
      [],
    );
  });

  it("is written in files small enough to be read at once", () => {
    for (const folder of ["src", "tests", "scripts"]) {
      for (const file of readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" })) {
        if (!/\.(ts|mjs)$/.test(file) || file.startsWith("generated")) continue;
        const lines = readFileSync(`${root}${folder}/${file}`, "utf8").split("\n").length;
        assert.ok(lines < 400, `${folder}/${file} has ${lines} lines`);
      }
    }
  });

  it("has a lock file that names no registry", () => {
    const lock = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")) as {
      packages: Record<string, { resolved?: string }>;
    };
    for (const [name, entry] of Object.entries(lock.packages)) {
      assert.equal(entry.resolved, undefined, `${name || "the package"} is bound to an address`);
    }
  });
});
