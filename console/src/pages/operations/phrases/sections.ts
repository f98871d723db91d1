// Phrases that the operations pages share.
import { phrases } from "../../../i18n/i18n.js";

export const s = phrases("operations", {
  en: () => import("./sections.en.js"),
  zh: () => import("./sections.zh.js"),
});
