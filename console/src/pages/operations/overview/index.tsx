// The overview: what the running service does, as figures and as lines over time.
import { useState } from "preact/hooks";
import { href } from "../../../app/router.js";
import { duration, number, percent, timeSeconds } from "../../../i18n/format.js";
import { Chart } from "../../../ui/chart.js";
import { Segments } from "../../../ui/form.js";
import { Card, Page, Stat, Stats } from "../../../ui/layout.js";
import { ProblemNote } from "../../../ui/problem-note.js";
import { Skeleton } from "../../../ui/states.js";
import { series, type Sample } from "../logic/samples.js";
import { s } from "../phrases/sections.js";
import { t } from "../phrases/overview.js";
import { type Figures, type Health, useFigures, useHealth } from "./figures.js";
import { HealthBadge } from "./health.js";
import { Wallets } from "./wallets.js";

const PACES = ["2", "5", "30", "off"] as const;
type Pace = (typeof PACES)[number];

export function Overview() {
  const [pace, setPace] = useState<Pace>("5");
  const { samples, error, now } = useFigures(pace === "off" ? null : Number(pace) * 1000);
  const { health, error: healthError, now: healthNow } = useHealth(pace !== "off");
  const last = samples.at(-1);
  return (
    <Page
      view="operations"
      title={t("title")}
      documentTitle={s("overview")}
      lead={t("lead")}
      actions={
        <>
          {last && <p class="small">{t("as_of", { time: timeSeconds(last.at) })}</p>}
          <Segments
            label={t("pace")}
            value={pace}
            options={PACES.map((value) => ({ value, label: t(`pace.${value}`) }))}
            onValue={setPace}
            testid="pace"
          />
        </>
      }
    >
      {error !== undefined && <ProblemNote error={error} onRetry={now} />}
      {last === undefined ? error === undefined && <Skeleton lines={6} /> : <Now samples={samples} last={last.value} />}
      {healthError !== undefined && <ProblemNote error={healthError} onRetry={healthNow} />}
      {health && <Conditions health={health} />}
      {last && <Wallets samples={samples} last={last.value.wallet} />}
    </Page>
  );
}

/** People are counted in whole numbers: the axis labels no fractions. */
const whole = (value: number) => (Number.isInteger(value) ? number(value) : "");

const milliseconds = (ms: number) => (ms >= 1000 || Number.isInteger(ms) ? duration(ms) : "");

function Now({ samples, last: { matching, connections } }: { samples: readonly Sample<Figures>[]; last: Figures }) {
  const times = samples.map((sample) => sample.at);
  const ms = (value: number | null | undefined) => (typeof value === "number" ? duration(value) : "–");
  const { p50, p95 } = matching.time_to_match_ms;
  return (
    <Card title={t("matching")} testid="matching-figures">
      <Stats>
        <Stat label={t("connections")} value={number(connections)} hint={t("connections.hint")} testid="connections" />
        <Stat label={t("pending")} value={number(matching.pending)} testid="pending" />
        <Stat label={t("proposed")} value={number(matching.matching)} testid="proposed" />
        <Stat label={t("rooms")} value={number(matching.active_rooms)} testid="active-rooms" />
        <Stat label={t("rate")} value={percent(matching.match_rate, 1)} hint={t("rate.hint")} testid="match-rate" />
        <Stat label={t("p50")} value={ms(p50)} testid="time-to-match" />
        <Stat label={t("p95")} value={ms(p95)} />
        <Stat label={t("ended")} value={number(matching.ended_rooms)} />
        <Stat label={t("expired")} value={number(matching.expired)} />
        <Stat label={t("conflicts")} value={number(matching.conflicts)} hint={t("conflicts.hint")} />
      </Stats>
      <div class="grid">
        <Chart
          label={t("people")}
          times={times}
          format={whole}
          series={[
            { label: t("pending"), values: series(samples, (one) => one.matching.pending), color: "warm" },
            { label: t("rooms"), values: series(samples, (one) => one.matching.active_rooms), color: "cool" },
          ]}
          testid="people-chart"
        />
        <Chart
          label={t("time")}
          times={times}
          format={milliseconds}
          series={[
            { label: t("half"), values: series(samples, (one) => one.matching.time_to_match_ms.p50), color: "good" },
            { label: t("most"), values: series(samples, (one) => one.matching.time_to_match_ms.p95), color: "muted" },
          ]}
        />
      </div>
    </Card>
  );
}

function Conditions({ health: { points, unpaid, moreUnpaid } }: { health: Health }) {
  const { summary } = points;
  return (
    <div class="grid">
      <Card title={t("consistency")} actions={<HealthBadge status={points.health.status} />} testid="consistency">
        <Stats>
          <Stat
            label={t("consistent")}
            value={percent(summary.consistencyRate / 100, 2)}
            hint={t("accounts", { count: summary.totalStudents, n: number(summary.totalStudents) })}
          />
          <Stat label={t("error_rate")} value={percent(points.health.error_rate / 100, 2)} />
        </Stats>
        <p>
          <a href={href("operations", "points")}>{t("to_points")}</a>
        </p>
      </Card>
      <Card title={t("grants")} testid="unpaid">
        <Stats>
          <Stat
            label={t("grants.count")}
            value={`${number(unpaid)}${moreUnpaid ? "+" : ""}`}
            hint={t("grants.hint")}
            testid="unpaid-count"
          />
        </Stats>
        <p>
          <a href={href("operations", "rewards")}>{t("to_rewards")}</a>
        </p>
      </Card>
    </div>
  );
}
