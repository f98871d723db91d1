// The phrases of the heart link and of the history.
import { phrases } from "../../i18n/i18n.js";

export const t = phrases("link", {
  en: () => import("./texts.en.js"),
  zh: () => import("./texts.zh.js"),
});
