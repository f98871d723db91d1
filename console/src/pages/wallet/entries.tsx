// The entries of a wallet, newest first, and how the balance went.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { amount, dateTime } from "../../i18n/format.js";
import { Chart } from "../../ui/chart.js";
import { SelectField } from "../../ui/form.js";
import { Card } from "../../ui/layout.js";
import { AsyncList, useChange, useList } from "../../ui/load.js";
import { Empty } from "../../ui/states.js";
import { Table } from "../../ui/table.js";
import { t } from "./texts.js";

type Entry = Schemas["Entry"];

const KINDS = ["all", "credit", "reward", "withdraw", "transfer_in", "transfer_out", "capture", "reversal"] as const;
const PAGE = 25;
/** A chart needs at least so many points. */
const CHART_FROM = 3;

export function Entries({ currency, round }: { currency: string; round: number }) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>("all");
  const filter = kind === "all" ? {} : { kind };
  const list = useList(
    (signal) => me().client.wallet.entries("me", { currency, limit: PAGE, ...filter }, { signal }),
    [currency, kind],
    (entry) => entry.seq,
  );
  useChange(round, list.reload);
  return (
    <>
      {kind === "all" && <HistoryChart entries={list.items ?? []} currency={currency} />}
      <Card
        title={t("entries")}
        actions={
          <SelectField
            label={t("kind")}
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
            onValue={setKind}
            testid="kind"
          />
        }
      >
        <AsyncList of={list}>
          {(items) =>
            items.length === 0 ? (
              <Empty icon="wallet" title={t("entries.none")}>
                <p>{kind === "all" ? t("entries.none_lead") : t("entries.none_kind")}</p>
              </Empty>
            ) : (
              <EntryTable entries={items} currency={currency} />
            )
          }
        </AsyncList>
      </Card>
    </>
  );
}

function EntryTable({ entries, currency }: { entries: readonly Entry[]; currency: string }) {
  return (
    <Table
      label={t("entries.list")}
      testid="entries"
      rows={entries}
      rowKey={(entry) => entry.seq}
      columns={[
        { key: "what", label: t("entry.what"), head: true, cell: (entry) => <What entry={entry} /> },
        {
          key: "amount",
          label: t("entry.amount"),
          numeric: true,
          cell: (entry) => <b class={entry.amount < 0 ? "minus" : "plus"}>{amount(entry.amount, currency, true)}</b>,
        },
        {
          key: "after",
          label: t("entry.after"),
          numeric: true,
          cell: (entry) => amount(entry.balance_after, currency),
        },
        { key: "at", label: t("entry.at"), cell: (entry) => <time dateTime={entry.at}>{dateTime(entry.at)}</time> },
        { key: "seq", label: t("entry.seq"), numeric: true, cell: (entry) => entry.seq },
      ]}
    />
  );
}

function What({ entry }: { entry: Entry }) {
  const kind = `kind.${entry.kind}`;
  const more = [
    entry.description,
    typeof entry.counterparty === "string" && t("entry.with", { name: entry.counterparty }),
    typeof entry.reverses === "number" && t("entry.reverses", { seq: entry.reverses }),
  ].filter((part) => typeof part === "string" && part !== "");
  return (
    <div>
      <p>{t.known(kind) ? t(kind) : entry.kind}</p>
      {more.length > 0 && <p class="small">{more.join(" · ")}</p>}
    </div>
  );
}

function HistoryChart({ entries, currency }: { entries: readonly Entry[]; currency: string }) {
  if (entries.length < CHART_FROM) return null;
  const rising = entries.toReversed();
  return (
    <Card title={t("chart_title")}>
      <Chart
        label={t("chart")}
        times={rising.map(({ at }) => Date.parse(at))}
        series={[
          {
            label: t("balance"),
            color: "warm",
            shape: "steps",
            values: rising.map(({ balance_after }) => balance_after),
          },
        ]}
        format={(minor) => amount(minor, currency)}
        height={160}
        testid="wallet-chart"
      />
    </Card>
  );
}
