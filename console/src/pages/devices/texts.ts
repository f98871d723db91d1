// The phrases of the devices and the affinity with them.
import { phrases } from "../../i18n/i18n.js";

export const t = phrases("devices", {
  en: () => import("./texts.en.js"),
  zh: () => import("./texts.zh.js"),
});
