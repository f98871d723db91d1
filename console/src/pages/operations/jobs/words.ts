// How a job is put in figures and colours, wherever it is shown.
import type { Schemas } from "@heartlink/client";
import { amount } from "../../../i18n/format.js";

type JobView = Schemas["JobView"];

export const TONES = {
  open: "plain",
  preparing: "cool",
  running: "cool",
  cancelling: "warn",
  done: "good",
  failed: "bad",
  cancelled: "warn",
} as const;

/** How much of it is settled, 0 to 1. */
export const share = ({ done, failed, total }: JobView) => (total === 0 ? 0 : (done + failed) / total);

/** What was paid, in each currency. */
export function sums({ paid }: JobView): string {
  return (
    Object.entries(paid)
      .map(([currency, sum]) => `${amount(sum, currency)} ${currency}`)
      .join(" · ") || "–"
  );
}
