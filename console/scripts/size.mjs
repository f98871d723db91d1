// What a browser fetches, compressed as servers do: each file, the start, and all.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const folder = new URL("../dist/", import.meta.url);
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const sizes = files.map((file) => {
  const path = `${file.parentPath}/${file.name}`;
  return { name: path.slice(folder.pathname.length).replace(/^\//, ""), bytes: gzipSync(readFileSync(path)).length };
});
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(10);
for (const { name, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) console.log(kilobytes(bytes), name);
console.log(kilobytes(sizes.reduce((sum, { bytes }) => sum + bytes, 0)), "in all");
