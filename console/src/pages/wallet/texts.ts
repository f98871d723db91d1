// The phrases of the wallet.
import { phrases } from "../../i18n/i18n.js";

export const t = phrases("wallet", {
  en: () => import("./texts.en.js"),
  zh: () => import("./texts.zh.js"),
});
