// What a check of a ledger found, the same for wallets and points.
import type { Schemas } from "@heartlink/client";
import { number } from "../../i18n/format.js";
import { Badge, Stat, Stats } from "../../ui/layout.js";
import { type Column, Table } from "../../ui/table.js";
import { t } from "./phrases/wallets.js";

interface VerificationProps {
  readonly of: Schemas["Verification"];
  /** How an amount is written. */
  readonly amount: (value: number) => string;
}

export function Verification({ of, amount }: VerificationProps) {
  return (
    <div class="outcome" data-testid="verification" data-consistent={of.consistent}>
      <p>
        <Badge tone={of.consistent ? "good" : "bad"}>{of.consistent ? t("consistent") : t("inconsistent")}</Badge>
      </p>
      <Stats>
        <Stat label={t("stated")} value={amount(of.balance)} />
        <Stat label={t("sum")} value={amount(of.sum)} />
        <Stat label={t("entries")} value={number(of.entries)} />
        <Stat label={t("checked")} value={number(of.checked)} />
      </Stats>
      <Problems of={of.problems} total={of.problems_total} />
    </div>
  );
}

/** What is wrong with a ledger, place by place. */
export function Problems({ of, total }: { of: readonly Schemas["LedgerProblem"][]; total?: number }) {
  if (of.length === 0) return null;
  const columns: Column<Schemas["LedgerProblem"]>[] = [
    { key: "seq", label: t("problem.seq"), cell: ({ seq }) => number(seq), head: true },
    { key: "what", label: t("problem.what"), cell: ({ what }) => <code>{what}</code> },
    { key: "detail", label: t("problem.detail"), cell: ({ detail }) => detail },
  ];
  return (
    <>
      <Table
        label={t("problems")}
        columns={columns}
        rows={of}
        rowKey={(one) => `${one.seq} ${one.what} ${one.detail}`}
      />
      {total !== undefined && total > of.length && <p class="small">{t("problems.more", { count: number(total) })}</p>}
    </>
  );
}
