// Corrections that were made or would be: each balance before and after.
import type { Schemas } from "@heartlink/client";
import { number, signed } from "../../../i18n/format.js";
import { type Column, Table } from "../../../ui/table.js";
import { t } from "../phrases/points.js";
import { s } from "../phrases/sections.js";
import { Problems } from "../verification.js";
import { faults } from "./monitor.js";

/** What of a repair is shown, for all accounts or one. */
export type Repair = Pick<Schemas["RepairView"], "changes" | "refused">;

/** The repair of one account, in the shape of the repair of all. */
export function fixOf(fixed: Schemas["Fixed"]): Repair {
  if (fixed.result === "corrected") return { changes: [fixed], refused: [] };
  return { changes: [], refused: fixed.result === "refused" ? [fixed] : [] };
}

export function Repairs({ result: { changes, refused }, nothing }: { result: Repair; nothing?: string }) {
  const columns: Column<Schemas["Repaired"]>[] = [
    { key: "student", label: t("student"), cell: (row) => row.student_id, head: true },
    { key: "before", label: s("before"), cell: (row) => <s>{number(row.before)}</s>, numeric: true },
    { key: "after", label: s("after"), cell: (row) => <strong>{number(row.after)}</strong>, numeric: true },
    { key: "difference", label: t("difference"), cell: (row) => signed(row.after - row.before), numeric: true },
    { key: "seq", label: t("correction"), cell: (row) => number(row.seq), numeric: true },
    { key: "wrong", label: t("wrong"), cell: (row) => faults(row.problems) },
  ];
  return (
    <>
      {changes.length > 0 && (
        <Table label={t("repair")} columns={columns} rows={changes} rowKey={(row) => row.student_id} testid="repairs" />
      )}
      {changes.length === 0 && refused.length === 0 && nothing !== undefined && <p>{nothing}</p>}
      {refused.map((one) => one.result === "refused" && <Refused key={one.student_id} of={one} />)}
    </>
  );
}

function Refused({ of }: { of: Extract<Schemas["Fixed"], { result: "refused" }> }) {
  return (
    <div class="note" data-testid="repair-refused">
      <div>
        <p>
          <strong>{of.student_id}</strong>. {t("refused")}
        </p>
        <Problems of={of.problems} />
      </div>
    </div>
  );
}
