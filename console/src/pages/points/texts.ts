// The phrases of the points.
import { phrases } from "../../i18n/i18n.js";

export const t = phrases("points", {
  en: () => import("./texts.en.js"),
  zh: () => import("./texts.zh.js"),
});
