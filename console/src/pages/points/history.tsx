// Every change of one's points, by time, and as a file.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { dateTime, number, signed } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { Chart } from "../../ui/chart.js";
import { TextField } from "../../ui/form.js";
import { Card } from "../../ui/layout.js";
import { AsyncList, useChange, useList } from "../../ui/load.js";
import { Empty } from "../../ui/states.js";
import { Table } from "../../ui/table.js";
import { t } from "./texts.js";

type Transaction = Schemas["TransactionView"];

const PAGE = 25;
/** A chart needs at least so many points. */
const CHART_FROM = 3;

export function History({ version }: { version: number }) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const range = { ...instant("from", from), ...instant("to", to) };
  const list = useList(
    (signal) => me().client.points.transactions({ limit: PAGE, ...range }, { signal }),
    [from, to],
    (transaction) => transaction.seq,
  );
  useChange(version, list.reload);
  return (
    <Card
      title={t("history")}
      actions={
        <Button icon="download" testid="export" onPress={() => save(range)}>
          {t("export")}
        </Button>
      }
    >
      <details data-testid="period">
        <summary>{t("period")}</summary>
        <div class="form">
          <div class="pair">
            <TextField label={t("from")} type="date" value={from} onValue={setFrom} testid="from" />
            <TextField label={t("to")} type="date" value={to} onValue={setTo} testid="to" />
          </div>
        </div>
      </details>
      <AsyncList of={list}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="star" title={t("history.none")}>
              <p>{t("history.none_lead")}</p>
            </Empty>
          ) : (
            <>
              <HistoryChart transactions={items} />
              <TransactionTable transactions={items} />
            </>
          )
        }
      </AsyncList>
    </Card>
  );
}

function HistoryChart({ transactions }: { transactions: readonly Transaction[] }) {
  if (transactions.length < CHART_FROM) return null;
  const rising = transactions.toReversed();
  return (
    <Chart
      label={t("chart")}
      times={rising.map(({ at }) => Date.parse(at))}
      series={[
        { label: t("points"), color: "cool", shape: "steps", values: rising.map(({ balance_after }) => balance_after) },
      ]}
      height={160}
      testid="points-chart"
    />
  );
}

function TransactionTable({ transactions }: { transactions: readonly Transaction[] }) {
  return (
    <Table
      label={t("history.list")}
      testid="transactions"
      rows={transactions}
      rowKey={(one) => one.seq}
      columns={[
        { key: "what", label: t("tx.what"), head: true, cell: (one) => <What transaction={one} /> },
        {
          key: "change",
          label: t("tx.change"),
          numeric: true,
          cell: (one) => <b class={one.points_change < 0 ? "minus" : "plus"}>{signed(one.points_change)}</b>,
        },
        { key: "after", label: t("tx.after"), numeric: true, cell: (one) => number(one.balance_after) },
        { key: "by", label: t("tx.by"), cell: (one) => one.teacher_id ?? "–" },
        { key: "at", label: t("tx.at"), cell: (one) => <time dateTime={one.at}>{dateTime(one.at)}</time> },
        { key: "seq", label: t("tx.seq"), numeric: true, cell: (one) => one.seq },
      ]}
    />
  );
}

function What({ transaction }: { transaction: Transaction }) {
  const type = `type.${transaction.transaction_type}`;
  const more = [
    transaction.reason,
    typeof transaction.reverses === "number" && t("tx.reverses", { seq: transaction.reverses }),
  ].filter((part) => typeof part === "string" && part !== "");
  return (
    <div>
      <p>{t.known(type) ? t(type) : transaction.transaction_type}</p>
      {more.length > 0 && <p class="small">{more.join(" · ")}</p>}
    </div>
  );
}

/** The start of a day in the local time zone. */
function instant(name: "from" | "to", day: string): Partial<Record<"from" | "to", string>> {
  const at = day === "" ? Number.NaN : new Date(`${day}T00:00`).getTime();
  return Number.isNaN(at) ? {} : { [name]: new Date(at).toISOString() };
}

async function save(range: Partial<Record<"from" | "to", string>>): Promise<void> {
  const csv = await me().client.points.transactionsCsv(range);
  const url = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "points.csv";
  link.click();
  URL.revokeObjectURL(url);
}
