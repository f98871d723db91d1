// The phrases that every page shares.
import { phrases } from "../i18n/i18n.js";

export const t = phrases("ui", {
  en: () => import("./texts.en.js"),
  zh: () => import("./texts.zh.js"),
});

/** Messages for the error codes of docs/errors.md and of the client. */
export const problems = phrases("problems", {
  en: () => import("./problems.en.js"),
  zh: () => import("./problems.zh.js"),
});
