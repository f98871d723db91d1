// The overview's part on wallets: how operations went, and how often they were tried again.
import type { Schemas } from "@heartlink/client";
import { dateTime, duration, number, percent } from "../../../i18n/format.js";
import { Chart } from "../../../ui/chart.js";
import { Card, Stat, Stats } from "../../../ui/layout.js";
import { type Column, Table } from "../../../ui/table.js";
import { perMinute, type Sample } from "../logic/samples.js";
import { t } from "../phrases/overview.js";
import type { Figures } from "./figures.js";

interface Props {
  readonly samples: readonly Sample<Figures>[];
  readonly last: Schemas["WalletStats"];
}

export function Wallets({ samples, last }: Props) {
  const ms = (value: number | null | undefined) => (typeof value === "number" ? duration(value) : "–");
  return (
    <Card title={t("ledger")} testid="wallet-figures">
      <Stats>
        <Stat label={t("operations")} value={number(last.operations)} testid="wallet-operations" />
        <Stat
          label={t("success")}
          value={typeof last.success_rate === "number" ? percent(last.success_rate, 2) : "–"}
          hint={t("success.hint")}
        />
        <Stat label={t("lost")} value={number(last.conflicts)} hint={t("lost.hint")} />
        <Stat label={t("replayed")} value={number(last.replayed)} />
        <Stat label={t("busy")} value={number(last.busy)} />
        <Stat label={t("timed_out")} value={number(last.timed_out)} />
        <Stat label={t("failed")} value={number(last.failed)} />
        <Stat label={t("waits")} value={ms(last.waits_ms.p95)} />
        <Stat label={t("leases")} value={ms(last.leases_held_ms.p95)} />
      </Stats>
      <Chart
        label={t("pace_chart")}
        times={samples.map((sample) => sample.at)}
        format={(value) => number(value, { maximumFractionDigits: 1 })}
        series={[
          { label: t("a_minute"), values: perMinute(samples, (one) => one.wallet.operations), color: "cool" },
          {
            label: t("conflicts_minute"),
            values: perMinute(samples, (one) => one.wallet.conflicts + one.matching.conflicts),
            color: "bad",
          },
        ]}
      />
      <div class="grid">
        <Counts title={t("retries")} label={t("retries.table")} of={last.retries} numeric />
        <Counts title={t("refused")} label={t("refused")} of={last.refused} />
      </div>
      <p class="small">
        {t("behind", { time: duration(last.behind_seconds * 1000) })}
        {last.since && ` ${dateTime(last.since)} –`}
      </p>
    </Card>
  );
}

interface CountsProps {
  readonly title: string;
  readonly label: string;
  readonly of: Readonly<Record<string, number>>;
  /** Whether the names are numbers, and in their order. */
  readonly numeric?: boolean;
}

/** How often each of a few things happened. */
function Counts({ title, label, of, numeric }: CountsProps) {
  const total = Object.values(of).reduce((sum, count) => sum + count, 0);
  const rows = Object.entries(of)
    .filter(([, count]) => count > 0)
    .sort(([a, m], [b, n]) => (numeric === true ? Number(a) - Number(b) : n - m))
    .map(([name, count]) => ({ name, count }));
  const columns: Column<{ name: string; count: number }>[] = [
    { key: "name", label: numeric === true ? t("retries") : t("code"), cell: (row) => row.name, head: true },
    { key: "count", label: t("operations"), cell: (row) => number(row.count), numeric: true },
    { key: "share", label: t("share"), cell: (row) => percent(row.count / total, 1), numeric: true },
  ];
  return (
    <section>
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p class="small">{t("none")}</p>
      ) : (
        <Table label={label} columns={columns} rows={rows} rowKey={(row) => row.name} />
      )}
    </section>
  );
}
