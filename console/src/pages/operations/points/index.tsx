// Points: whether every account adds up, and setting right what does not.
import { useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { go, route } from "../../../app/router.js";
import { number } from "../../../i18n/format.js";
import { Card, Page } from "../../../ui/layout.js";
import { AsyncView, useLoad } from "../../../ui/load.js";
import { Lookup } from "../lookup.js";
import { s } from "../phrases/sections.js";
import { t } from "../phrases/points.js";
import { DryRunAction } from "../dry-run-action.js";
import { Verification } from "../verification.js";
import { Monitor } from "./monitor.js";
import { fixOf, type Repair, Repairs } from "./repairs.js";

export function Points() {
  const { client } = me();
  const [, , student = ""] = route.value.path;
  const [repaired, setRepaired] = useState(0);
  const changed = () => setRepaired((times) => times + 1);
  return (
    <Page view="operations-points" title={t("title")} lead={t("lead")}>
      <Monitor repaired={repaired} />
      <DryRunAction<Repair>
        testid="repair"
        title={t("repair")}
        lead={t("repair.lead")}
        question={(count) => t("repair.question", { count, n: number(count) })}
        run={(dry) => client.points.repair({ auto_fix: true, dry_run: dry })}
        count={(result) => result.changes.length}
        onDone={changed}
      >
        {(result) => <Repairs result={result} />}
      </DryRunAction>
      <Card title={t("one")} testid="one">
        <Lookup
          testid="student-lookup"
          label={s("user")}
          hint={t("one.hint")}
          id={student}
          onLookup={(id) => go("operations", "points", id)}
        />
        {student !== "" && <Check key={student} student={student} repaired={repaired} />}
      </Card>
      {student !== "" && (
        <DryRunAction<Repair>
          key={student}
          testid="fix"
          title={t("one.repair", { student })}
          lead={t("one.lead")}
          question={() => t("one.question")}
          run={async (dry) => fixOf(await client.points.fix(student, { dry_run: dry }))}
          count={(result) => result.changes.length}
          onDone={changed}
        >
          {(result) => <Repairs result={result} nothing={t("one.fine")} />}
        </DryRunAction>
      )}
    </Page>
  );
}

function Check({ student, repaired }: { student: string; repaired: number }) {
  const { client } = me();
  const found = useLoad((signal) => client.points.check(student, { signal }), [student, repaired]);
  return <AsyncView of={found}>{(data) => <Verification of={data} amount={number} />}</AsyncView>;
}
