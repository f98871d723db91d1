// Who was not paid by a job, and why.
import type { Schemas } from "@heartlink/client";
import { me } from "../../../app/account.js";
import { href } from "../../../app/router.js";
import { number } from "../../../i18n/format.js";
import { AsyncList, useList } from "../../../ui/load.js";
import { type Column, Table } from "../../../ui/table.js";
import { t } from "../phrases/jobs.js";

type Failure = Schemas["FailureView"];

export function Failures({ id }: { id: string }) {
  const { client } = me();
  const failures = useList(
    (signal) => client.jobs.failures(id, { order: "asc", limit: 20 }, { signal }),
    [id],
    ({ index }) => index,
  );
  const columns: Column<Failure>[] = [
    {
      key: "user",
      label: t("user"),
      cell: ({ user_id: user }) => (user === null ? "–" : <a href={href("operations", "wallets", user)}>{user}</a>),
      head: true,
    },
    { key: "index", label: t("index"), cell: (row) => number(row.index), numeric: true },
    {
      key: "amount",
      label: t("amount"),
      cell: (row) => (row.amount === null ? "–" : number(row.amount)),
      numeric: true,
    },
    { key: "why", label: t("why"), cell: (row) => <Why of={row} /> },
  ];
  return (
    <AsyncList of={failures}>
      {(items) =>
        items.length === 0 ? (
          <p class="small">{t("failures.none")}</p>
        ) : (
          <Table label={t("failures")} columns={columns} rows={items} rowKey={(row) => row.index} testid="failures" />
        )
      }
    </AsyncList>
  );
}

function Why({ of }: { of: Failure }) {
  const { detail } = of.problem as { detail?: unknown };
  return (
    <>
      <code>{of.code}</code> {typeof detail === "string" && detail}
    </>
  );
}
