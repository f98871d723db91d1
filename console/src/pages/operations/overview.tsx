// Live counts, as the server has them every few seconds.
import type { Schemas } from "@heartlink/client";
import { useEffect, useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { duration, number, percent } from "../../i18n/format.js";
import { Chart } from "../../ui/chart.js";
import { Card, Page, Stat, Stats } from "../../ui/layout.js";
import { Shown, useLoad } from "../../ui/load.js";
import { t } from "./texts.js";

const EVERY_MS = 5_000;
const MOST_POINTS = 240;

type Point = { readonly at: number } & Schemas["Stats"];

export function Overview() {
  const stats = useLoad((signal) => me().client.matching.stats({ signal }), [], EVERY_MS);
  const [points, setPoints] = useState<readonly Point[]>([]);
  const data = stats.data;
  useEffect(() => {
    if (data !== undefined) setPoints((old) => [...old, { ...data, at: Date.now() }].slice(-MOST_POINTS));
  }, [data]);
  return (
    <Page view="operations" title={t("overview.title")}>
      <Card title={t("overview.matching")}>
        <Shown of={stats}>
          {(now) => (
            <>
              <Stats>
                <Stat label={t("overview.pending")} value={number(now.pending)} />
                <Stat label={t("overview.rooms")} value={number(now.active_rooms)} />
                <Stat label={t("overview.rate")} value={percent(now.match_rate)} />
                <Stat
                  label={t("overview.time")}
                  value={span(now.time_to_match_ms.p50)}
                  hint={t("overview.time_hint", { p95: span(now.time_to_match_ms.p95) })}
                />
              </Stats>
              <Chart
                label={t("overview.chart")}
                times={points.map(({ at }) => at)}
                series={[
                  { label: t("overview.pending"), color: "warm", values: points.map(({ pending }) => pending) },
                  { label: t("overview.rooms"), color: "cool", values: points.map((one) => one.active_rooms) },
                ]}
              />
            </>
          )}
        </Shown>
      </Card>
    </Page>
  );
}

const span = (ms: number | null | undefined) => (typeof ms === "number" ? duration(ms) : "–");
