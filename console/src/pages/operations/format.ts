// Times of operations, where seconds matter.
import { locale } from "../../i18n/i18n.js";

/** "14:05:07". */
export function seconds(at: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);
}
