// What changed the affinity, and how it went.
import type { Schemas } from "@heartlink/client";
import { me } from "../../app/account.js";
import { dateTime, number, signed } from "../../i18n/format.js";
import { Chart } from "../../ui/chart.js";
import { Card } from "../../ui/layout.js";
import { AsyncList, useChange, useList } from "../../ui/load.js";
import { Empty } from "../../ui/states.js";
import { Table } from "../../ui/table.js";
import { ruleName } from "./rule-name.js";
import { t } from "./texts.js";

type Entry = Schemas["LogEntry"];

/** A chart needs at least so many points. */
const CHART_FROM = 3;

export function Log({ id, round }: { id: string; round: number }) {
  const list = useList(
    (signal) => me().client.affinity.log(id, { limit: 25 }, { signal }),
    [id],
    (entry) => entry.log_id,
  );
  useChange(round, list.reload);
  return (
    <Card title={t("log")}>
      <AsyncList of={list}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="history" title={t("log.none")} />
          ) : (
            <>
              {items.length >= CHART_FROM && <HistoryChart entries={items} />}
              <Table
                label={t("log.list")}
                testid="affinity-log"
                rows={items}
                rowKey={(entry) => entry.log_id}
                columns={[
                  { key: "what", label: t("log.what"), head: true, cell: (entry) => <What entry={entry} /> },
                  {
                    key: "change",
                    label: t("log.change"),
                    numeric: true,
                    cell: (entry) => (
                      <b class={entry.change_value < 0 ? "minus" : "plus"}>{signed(entry.change_value)}</b>
                    ),
                  },
                  { key: "after", label: t("log.after"), numeric: true, cell: (entry) => number(entry.after_value) },
                  { key: "level", label: t("log.level"), numeric: true, cell: (entry) => entry.new_level },
                  {
                    key: "at",
                    label: t("log.at"),
                    cell: (entry) => <time dateTime={entry.at}>{dateTime(entry.at)}</time>,
                  },
                ]}
              />
            </>
          )
        }
      </AsyncList>
    </Card>
  );
}

function What({ entry }: { entry: Entry }) {
  const source = t(`source.${entry.source}`);
  const rule = typeof entry.rule_key === "string" && entry.source !== "decay" ? ruleName(entry.rule_key) : null;
  return (
    <div>
      <p>{rule ?? source}</p>
      <p class="small">{[rule && source, entry.reason].filter(Boolean).join(" · ")}</p>
    </div>
  );
}

function HistoryChart({ entries }: { entries: readonly Entry[] }) {
  const rising = entries.toReversed();
  return (
    <Chart
      label={t("chart")}
      times={rising.map(({ at }) => Date.parse(at))}
      series={[
        { label: t("value"), color: "warm", shape: "steps", values: rising.map(({ after_value }) => after_value) },
      ]}
      height={160}
    />
  );
}
