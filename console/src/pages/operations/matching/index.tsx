// Clean-up: what is due, seen before it is done.
import type { Schemas } from "@heartlink/client";
import { me } from "../../../app/account.js";
import { duration, number } from "../../../i18n/format.js";
import { Page } from "../../../ui/layout.js";
import { type Column, Table } from "../../../ui/table.js";
import { s } from "../phrases/sections.js";
import { t } from "../phrases/matching.js";
import { DryRunAction } from "../dry-run-action.js";

type Cleanup = Schemas["CleanupView"];
type Decay = Schemas["DecayView"];

export function Matching() {
  const { client } = me();
  return (
    <Page view="operations-matching" title={t("title")} lead={t("lead")}>
      <DryRunAction<Cleanup>
        testid="sweep"
        title={t("sweep")}
        lead={t("sweep.lead")}
        question={(count) => t("sweep.question", { count, n: number(count) })}
        run={(dry) => client.maintenance.cleanup({ dry_run: dry })}
        count={(result) => result.changes.length}
        unfinished={(result) => result.unfinished}
      >
        {(result) => <Swept result={result} />}
      </DryRunAction>
      <DryRunAction<Decay>
        testid="decay"
        title={t("decay")}
        lead={t("decay.lead")}
        question={(count) => t("decay.question", { count, n: number(count) })}
        run={(dry) => client.affinity.decay({ dry_run: dry })}
        count={(result) => result.decayed}
        unfinished={(result) => result.unfinished}
      >
        {(result) => <Decayed result={result} />}
      </DryRunAction>
    </Page>
  );
}

const FIGURES = ["pending", "matching", "active_rooms", "expired", "ended_rooms"] as const;

function Swept({ result }: { result: Cleanup }) {
  const figures: Column<(typeof FIGURES)[number]>[] = [
    { key: "figure", label: t("figure"), cell: (figure) => t(figure), head: true },
    { key: "before", label: s("before"), cell: (figure) => number(result.before[figure]), numeric: true },
    { key: "after", label: s("after"), cell: (figure) => number(result.after[figure]), numeric: true },
  ];
  const changes: Column<Schemas["SweepChange"]>[] = [
    { key: "who", label: s("who"), cell: whose, head: true },
    { key: "change", label: s("change"), cell: change },
  ];
  return (
    <>
      {result.changes.length > 0 && (
        <Table
          label={s("change")}
          columns={changes}
          rows={result.changes}
          rowKey={(row) => `${row.change} ${whose(row)}`}
          testid="sweep-changes"
        />
      )}
      <Table label={t("figures")} columns={figures} rows={FIGURES} rowKey={(row) => row} testid="sweep-figures" />
      <p class="small">{s("took", { time: duration(result.duration_ms) })}</p>
    </>
  );
}

function whose(change: Schemas["SweepChange"]): string {
  return "user_id" in change ? t("user", { id: change.user_id }) : t("room", { id: change.room_id });
}

function change(change: Schemas["SweepChange"]): string {
  if (change.change === "request_warned") return t("request_warned", { seconds: number(change.seconds_left) });
  if (change.change !== "request_expired") return t(change.change);
  return `${t("request_expired")}: ${t.known(change.reason) ? t(change.reason) : change.reason}`;
}

function Decayed({ result }: { result: Decay }) {
  if (result.changes.length === 0) return null;
  const columns: Column<Decay["changes"][number]>[] = [
    { key: "who", label: t("binding"), cell: (row) => `${row.user_id} · ${row.device_id}`, head: true },
    { key: "days", label: t("days"), cell: (row) => number(row.days), numeric: true },
    { key: "before", label: s("before"), cell: (row) => number(row.before_value), numeric: true },
    { key: "after", label: s("after"), cell: (row) => number(row.after_value), numeric: true },
  ];
  return (
    <>
      <Table
        label={t("decay")}
        columns={columns}
        rows={result.changes}
        rowKey={(row) => `${row.user_id}/${row.device_id}`}
      />
      {result.changes.length < result.decayed && (
        <p class="small">{t("first", { count: number(result.changes.length) })}</p>
      )}
    </>
  );
}
