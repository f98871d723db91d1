// What a browser fetches, compressed as servers do: each file, and all that one
// person can ever need, in each language. Fails where that is more than it may be.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST_KIB = 125;
const OTHER = { en: ".zh-", zh: ".en-" };

const folder = process.argv[2] ?? fileURLToPath(new URL("../dist/", import.meta.url));
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const sizes = files.map(({ name, parentPath }) => ({
  name,
  bytes: gzipSync(readFileSync(join(parentPath, name))).length,
}));
const kib = (bytes) => (bytes / 1024).toFixed(1).padStart(7);
for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) console.log(kib(bytes), "KiB", name);
for (const [language, other] of Object.entries(OTHER)) {
  const sum = sizes.filter(({ name }) => !name.includes(other)).reduce((total, { bytes }) => total + bytes, 0);
  console.log(kib(sum), `KiB every page, language ${language}`);
  if (sum > MOST_KIB * 1024) process.exitCode = 1;
}
