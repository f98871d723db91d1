// The check of all accounts: their health, and what is wrong with which.
import type { Schemas } from "@heartlink/client";
import { useRef, useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { href } from "../../../app/router.js";
import { duration, number, percent } from "../../../i18n/format.js";
import { Button } from "../../../ui/button.js";
import { useChange } from "../../../ui/load.js";
import { Card, Stat, Stats } from "../../../ui/layout.js";
import { ProblemNote } from "../../../ui/problem-note.js";
import { type Column, Table } from "../../../ui/table.js";
import { announce } from "../../../ui/toasts.js";
import { HealthBadge } from "../overview/health.js";
import { t } from "../phrases/points.js";
import { s } from "../phrases/sections.js";
import { mergeChecks } from "./merge-checks.js";

type View = Schemas["MonitorView"];
type Mode = "full" | "incremental";

/** `repaired` tells that something was repaired: what was found is looked at again. */
export function Monitor({ repaired }: { repaired: number }) {
  const { client } = me();
  const [found, setFound] = useState<{ view: View; mode: Mode }>();
  const [error, setError] = useState<unknown>();

  const newest = useRef(0);
  async function check(mode: Mode, before?: View) {
    newest.current += 1;
    const round = newest.current;
    try {
      const cursor = before?.next_cursor;
      const view = await client.points.monitor({ mode, ...(typeof cursor === "string" ? { cursor } : {}) });
      const all = before === undefined ? view : mergeChecks(before, view);
      if (round !== newest.current) return;
      setError(undefined);
      setFound({ view: all, mode });
      announce(`${t("inconsistent")}: ${number(all.summary.inconsistent)}`);
    } catch (failure) {
      if (round === newest.current) setError(failure);
    }
  }

  useChange(repaired, () => {
    if (found !== undefined) void check(found.mode);
  });

  return (
    <Card title={t("check")} actions={found && <HealthBadge status={found.view.health.status} />} testid="monitor">
      <p class="small">{t("check.lead")}</p>
      <div class="row">
        <Button kind="primary" onPress={() => check("full")} testid="check-full">
          {t("check.full")}
        </Button>
        <Button onPress={() => check("incremental")} testid="check-incremental">
          {t("check.incremental")}
        </Button>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {found && <Found view={found.view} />}
      {found && typeof found.view.next_cursor === "string" && (
        <div class="row">
          <p class="small">{t("check.stopped")}</p>
          <Button onPress={() => check(found.mode, found.view)} testid="check-on">
            {t("check.on")}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Found({ view: { health, summary, problems } }: { view: View }) {
  const columns: Column<Schemas["AccountView"]>[] = [
    {
      key: "student",
      label: t("student"),
      cell: (row) => <a href={href("operations", "points", row.student_id)}>{row.student_id}</a>,
      head: true,
    },
    { key: "stored", label: t("stored"), cell: (row) => number(row.balance), numeric: true },
    { key: "sum", label: t("sum"), cell: (row) => number(row.sum), numeric: true },
    { key: "wrong", label: t("wrong"), cell: (row) => faults(row.problems) },
  ];
  return (
    <div class="outcome" data-testid="monitor-result" data-inconsistent={summary.inconsistent}>
      <Stats>
        <Stat label={t("accounts")} value={number(summary.totalStudents)} />
        <Stat label={t("inconsistent")} value={number(summary.inconsistent)} testid="inconsistent" />
        <Stat label={t("rate")} value={percent(summary.consistencyRate / 100, 2)} />
        <Stat label={t("transactions")} value={number(summary.transactions)} />
        <Stat
          label={t("response")}
          value={duration(health.response_ms.p50)}
          hint={t("response.hint", { p95: duration(health.response_ms.p95) })}
        />
        <Stat label={t("error_rate")} value={percent(health.error_rate / 100, 2)} />
      </Stats>
      {problems.length === 0 ? (
        <p>{t("none")}</p>
      ) : (
        <Table
          label={t("problems")}
          columns={columns}
          rows={problems}
          rowKey={(row) => row.student_id}
          testid="problems"
        />
      )}
      <p class="small">{s("took", { time: duration(health.duration_ms) })}</p>
    </div>
  );
}

/** What is wrong, each kind once. */
export function faults(problems: readonly Schemas["LedgerProblem"][]) {
  return [...new Set(problems.map(({ what }) => what))].map((what) => (
    <span key={what}>
      <code>{what}</code>{" "}
    </span>
  ));
}
