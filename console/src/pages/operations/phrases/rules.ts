// Phrases of the editors of rules, levels, settings and plans.
import { phrases } from "../../../i18n/i18n.js";

export const t = phrases("operations-rules", {
  en: () => import("./rules.en.js"),
  zh: () => import("./rules.zh.js"),
});
