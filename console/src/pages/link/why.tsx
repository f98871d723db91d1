// "Why were we matched?": the parts of the score, as they were.
import type { Schemas } from "@heartlink/client";
import { number, signed } from "../../i18n/format.js";
import { t } from "./texts.js";

type Score = Schemas["Score"];

const ORDER: readonly (keyof Score["parts"])[] = [
  "base",
  "active",
  "activities",
  "matches",
  "waiting",
  "interests",
  "language",
  "distance",
  "rematch",
  "random",
];

export function Why({ score }: { score: Score }) {
  const parts = ORDER.map((name) => ({ name, points: score.parts[name] })).filter(({ points }) => points !== 0);
  const widest = Math.max(1, ...parts.map(({ points }) => Math.abs(points)));
  return (
    <div class="why-parts">
      <ul>
        {parts.map(({ name, points }) => (
          <li key={name} data-part={name}>
            <span>{t(`score.${name}`)}</span>
            <b>{signed(points)}</b>
            <i
              aria-hidden="true"
              data-sign={points < 0 ? "minus" : "plus"}
              style={{ "--share": String(Math.abs(points) / widest) }}
            />
          </li>
        ))}
      </ul>
      <p class="total">
        <span>{t("room.total")}</span>
        <b data-testid="score-total">{number(score.total)}</b>
      </p>
    </div>
  );
}
