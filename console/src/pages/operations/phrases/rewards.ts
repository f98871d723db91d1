// Phrases of the level rewards' page.
import { phrases } from "../../../i18n/i18n.js";

export const t = phrases("operations-rewards", {
  en: () => import("./rewards.en.js"),
  zh: () => import("./rewards.zh.js"),
});
