// Field errors in words, each for the field that it is about.
import { isHeartlinkError } from "@heartlink/client";
import { type FieldError, pathOf } from "../logic/fields.js";
import { t } from "../phrases/rules.js";

/** What is wrong at a path; `undefined` if nothing. */
export function fieldErrorAt(fieldErrors: readonly FieldError[], path: string): string | undefined {
  const found = fieldErrors.find((one) => one.path === path);
  if (found === undefined) return undefined;
  return found.key === undefined ? found.words : t(found.key, found.figures ?? {});
}

/** What the server says about fields, in its own words. */
export function fieldErrorsOf(error: unknown): FieldError[] {
  if (!isHeartlinkError(error)) return [];
  return error.errors.map(({ pointer, detail }) => ({ path: pathOf(pointer), words: detail }));
}
