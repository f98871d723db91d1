// What a browser fetches, compressed as servers do: each file; what the start page needs, and all
// that one person can ever need, in each language. Fails where that is more than it may be.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST_KIB = { start: 65, total: 125 };
const OTHER = { en: ".zh-", zh: ".en-" };

const folder = process.argv[2] ?? fileURLToPath(new URL("../dist/", import.meta.url));
const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const files = new Map(
  found.map(({ name, parentPath }) => {
    const content = readFileSync(join(parentPath, name));
    return [name, { text: content.toString(), bytes: gzipSync(content).length }];
  }),
);
const kib = (bytes) => (bytes / 1024).toFixed(1).padStart(7);
const sum = (names) => names.reduce((total, name) => total + files.get(name).bytes, 0);
const named = (text) => [...files.keys()].filter((name) => text.includes(name));

/** The page, what it names, and the words that those name in a language: pages come when they are opened. */
function start(language) {
  const first = ["index.html", ...named(files.get("index.html").text)];
  const words = first.flatMap((name) => named(files.get(name).text)).filter((name) => name.includes(`.${language}-`));
  return [...new Set([...first, "config.json", ...words])];
}

for (const [name, { bytes }] of [...files].sort(([, a], [, b]) => b.bytes - a.bytes))
  console.log(kib(bytes), "KiB", name);
for (const [language, other] of Object.entries(OTHER)) {
  const bytes = { start: sum(start(language)), total: sum([...files.keys()].filter((name) => !name.includes(other))) };
  console.log(
    `${kib(bytes.start)} KiB at the start, ${kib(bytes.total).trim()} KiB with every page, language ${language}`,
  );
  if (bytes.start > MOST_KIB.start * 1024 || bytes.total > MOST_KIB.total * 1024) process.exitCode = 1;
}
