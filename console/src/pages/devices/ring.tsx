// The level as a ring: full where the next one begins.
import type { Schemas } from "@heartlink/client";
import { number, percent } from "../../i18n/format.js";
import { t } from "./texts.js";

const RADIUS = 52;
const LENGTH = 2 * Math.PI * RADIUS;

export function Ring({ affinity, mini }: { affinity: Schemas["AffinityView"]; mini?: boolean }) {
  const { value, max_value: max, progress, level } = affinity;
  const label = t("ring", { value: number(value), max: number(max), percent: percent(progress) });
  return (
    <div class={mini ? "ring mini" : "ring"}>
      <svg viewBox="0 0 120 120" role="img" aria-label={label} data-testid="ring" data-level={level}>
        <circle class="way" cx="60" cy="60" r={RADIUS} />
        <circle
          class="done"
          cx="60"
          cy="60"
          r={RADIUS}
          transform="rotate(-90 60 60)"
          stroke-dasharray={`${LENGTH}`}
          stroke-dashoffset={`${LENGTH * (1 - Math.min(1, Math.max(0, progress)))}`}
        />
      </svg>
      <div aria-hidden="true">
        <b data-testid="affinity-value">{number(value)}</b>
        <span>{level === 0 ? t("level.none") : t("level", { n: level })}</span>
      </div>
    </div>
  );
}
