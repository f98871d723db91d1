// Phrases of the jobs' page.
import { phrases } from "../../../i18n/i18n.js";

export const t = phrases("operations-jobs", {
  en: () => import("./jobs.en.js"),
  zh: () => import("./jobs.zh.js"),
});
