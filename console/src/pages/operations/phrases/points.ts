// Phrases of the points' page.
import { phrases } from "../../../i18n/i18n.js";

export const t = phrases("operations-points", {
  en: () => import("./points.en.js"),
  zh: () => import("./points.zh.js"),
});
