// Phrases of the overview.
import { phrases } from "../../../i18n/i18n.js";

export const t = phrases("operations-overview", {
  en: () => import("./overview.en.js"),
  zh: () => import("./overview.zh.js"),
});
