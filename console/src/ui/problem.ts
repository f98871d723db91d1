// What went wrong, in words: ours where the code is known, else the server's own.
import { isHeartlinkError } from "@heartlink/client";
import { problems } from "./texts.js";

/** The code of what a call failed with. */
export function problemCode(error: unknown): string {
  return isHeartlinkError(error) ? error.code : "unknown";
}

/** The message for a failed call. */
export function problemText(error: unknown): string {
  if (!isHeartlinkError(error)) return problems("unknown");
  if (error.errors.length > 0) return error.errors.map(({ detail }) => detail).join(" ");
  if (!problems.known(error.code)) return error.message;
  const figures = Object.entries(error.figures).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
  );
  return problems(error.code, Object.fromEntries(figures));
}

/** What is wrong with a field of a form, by its pointer such as `/amount`. */
export function fieldProblem(error: unknown, pointer: string): string | undefined {
  if (!isHeartlinkError(error)) return undefined;
  return error.errors.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))?.detail;
}
