// Phrases of the wallets' page.
import { phrases } from "../../../i18n/i18n.js";

export const t = phrases("operations-wallets", {
  en: () => import("./wallets.en.js"),
  zh: () => import("./wallets.zh.js"),
});
