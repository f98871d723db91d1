// What happened to a wallet, the newest first.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { amount, dateTime, number } from "../../../i18n/format.js";
import { Button } from "../../../ui/button.js";
import { SelectField } from "../../../ui/form.js";
import { Card } from "../../../ui/layout.js";
import { AsyncList, useChange, useList } from "../../../ui/load.js";
import { Empty } from "../../../ui/states.js";
import { type Column, Table } from "../../../ui/table.js";
import { toast } from "../../../ui/toasts.js";
import { t } from "../phrases/wallets.js";
import { ReasonDialog } from "../reason-dialog.js";

type Entry = Schemas["Entry"];

const KINDS = ["credit", "reward", "withdraw", "transfer_out", "transfer_in", "capture", "reversal"] as const;
type Choice = "all" | (typeof KINDS)[number];

interface LedgerProps {
  readonly user: string;
  readonly currency: string;
  /** Changes when there are new entries. */
  readonly version: number;
  /** An entry was taken back. */
  readonly onChange: () => void;
}

export function Ledger({ user, currency, version, onChange }: LedgerProps) {
  const { client } = me();
  const [kind, setKind] = useState<Choice>("all");
  const [taken, setTaken] = useState<Entry>();
  const entries = useList(
    (signal) => client.wallet.entries(user, { currency, limit: 20, ...(kind === "all" ? {} : { kind }) }, { signal }),
    [user, currency, kind],
    ({ seq }) => seq,
  );
  useChange(version, entries.reload);
  return (
    <Card title={t("ledger")} testid="ledger">
      <SelectField
        label={t("kind")}
        value={kind}
        options={[{ value: "all", label: t("kind.all") }, ...KINDS.map((value) => ({ value, label: t(value) }))]}
        onValue={setKind}
        testid="ledger-kind"
      />
      <AsyncList of={entries}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="history" title={t("no_entries")} />
          ) : (
            <Table
              label={t("ledger")}
              columns={columns(currency, setTaken)}
              rows={items}
              rowKey={(entry) => entry.seq}
              testid="entries"
            />
          )
        }
      </AsyncList>
      {taken && (
        <ReverseDialog
          user={user}
          currency={currency}
          entry={taken}
          onDone={onChange}
          onClose={() => setTaken(undefined)}
        />
      )}
    </Card>
  );
}

function columns(currency: string, onReverse: (entry: Entry) => void): Column<Entry>[] {
  return [
    { key: "kind", label: t("kind"), cell: (entry) => (t.known(entry.kind) ? t(entry.kind) : entry.kind), head: true },
    { key: "seq", label: t("seq"), cell: (entry) => number(entry.seq), numeric: true },
    { key: "at", label: t("at"), cell: (entry) => <time dateTime={entry.at}>{dateTime(entry.at)}</time> },
    {
      key: "amount",
      label: t("amount"),
      cell: (entry) => <Change of={entry.amount} currency={currency} />,
      numeric: true,
    },
    { key: "after", label: t("after"), cell: (entry) => amount(entry.balance_after, currency), numeric: true },
    { key: "with", label: t("with"), cell: (entry) => entry.counterparty ?? "–" },
    { key: "by", label: t("by"), cell: (entry) => entry.operator ?? "–" },
    { key: "about", label: t("about"), cell: about },
    {
      key: "action",
      label: t("action"),
      cell: (entry) =>
        entry.kind !== "reversal" && (
          <Button kind="link" onPress={() => onReverse(entry)} testid="entry-reverse">
            {t("reverse")}
          </Button>
        ),
    },
  ];
}

function Change({ of, currency }: { of: number; currency: string }) {
  return <span class={of < 0 ? "minus" : "plus"}>{amount(of, currency, true)}</span>;
}

function about({ description, reference, reverses }: Entry): string {
  const parts = [
    description,
    reference,
    typeof reverses === "number" ? t("reverses", { seq: number(reverses) }) : null,
  ];
  return parts.filter(Boolean).join(" · ") || "–";
}

interface ReverseProps {
  readonly user: string;
  readonly currency: string;
  readonly entry: Entry;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const LONGEST_DESCRIPTION = 200;

function ReverseDialog({ user, currency, entry, onDone, onClose }: ReverseProps) {
  const { client } = me();
  return (
    <ReasonDialog
      title={t("reverse.title", { seq: number(entry.seq) })}
      yes={t("reverse")}
      danger
      longest={LONGEST_DESCRIPTION}
      onYes={async (description) => {
        const { entry: added } = await client.wallet.reverse(user, entry.seq, { currency, description });
        toast("done", t("reversed", { seq: number(added.seq) }));
        onDone();
      }}
      onClose={onClose}
      testid="reverse-dialog"
    >
      <p>{t("reverse.lead")}</p>
    </ReasonDialog>
  );
}
