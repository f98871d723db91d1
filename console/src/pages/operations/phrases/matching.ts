// Phrases of the clean-up page.
import { phrases } from "../../../i18n/i18n.js";

export const t = phrases("operations-matching", {
  en: () => import("./matching.en.js"),
  zh: () => import("./matching.zh.js"),
});
