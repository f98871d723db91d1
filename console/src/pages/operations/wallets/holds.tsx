// The holds on a wallet: open ones first of all, and what became of the others.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { amount, dateTime } from "../../../i18n/format.js";
import { SelectField } from "../../../ui/form.js";
import { Badge, Card } from "../../../ui/layout.js";
import { AsyncList, useList } from "../../../ui/load.js";
import { type Column, Table } from "../../../ui/table.js";
import { t } from "../phrases/wallets.js";

type Hold = Schemas["HoldView"];

const STATUSES = ["open", "captured", "voided", "lapsed"] as const;
type Choice = "all" | (typeof STATUSES)[number];

const TONES = { open: "cool", captured: "good", voided: "plain", lapsed: "warn" } as const;
const PAGE = 20;

export function Holds({ wallet: { user_id: user, currency, version, held } }: { wallet: Schemas["WalletView"] }) {
  const { client } = me();
  const [status, setStatus] = useState<Choice>("open");
  // What is listed is true of one state of the wallet: with the next it is asked for anew.
  const holds = useList(
    (signal) =>
      client.wallet.holds(user, { currency, limit: PAGE, ...(status === "all" ? {} : { status }) }, { signal }),
    [user, currency, status, version, held],
    ({ id }) => id,
  );
  return (
    <Card title={t("holds")} testid="holds">
      <SelectField
        label={t("hold.status")}
        value={status}
        options={[
          ...STATUSES.map((value) => ({ value, label: t(`hold.${value}`) })),
          { value: "all", label: t("hold.all") },
        ]}
        onValue={setStatus}
        testid="hold-status"
      />
      <AsyncList of={holds}>
        {(items) =>
          items.length === 0 ? (
            <p class="small">{t("no_holds")}</p>
          ) : (
            <Table
              label={t("holds")}
              columns={columns(currency)}
              rows={items}
              rowKey={({ id }) => id}
              testid="hold-table"
            />
          )
        }
      </AsyncList>
    </Card>
  );
}

function columns(currency: string): Column<Hold>[] {
  const time = (at: string | null) => (at === null ? "–" : <time dateTime={at}>{dateTime(at)}</time>);
  return [
    { key: "id", label: t("hold"), head: true, cell: ({ id }) => <code>{id}</code> },
    {
      key: "status",
      label: t("hold.status"),
      cell: ({ status }) => <Badge tone={TONES[status]}>{t(`hold.${status}`)}</Badge>,
    },
    { key: "amount", label: t("amount"), cell: (hold) => amount(hold.amount, currency), numeric: true },
    {
      key: "captured",
      label: t("hold.taken"),
      cell: ({ captured }) => (typeof captured === "number" ? amount(captured, currency) : "–"),
      numeric: true,
    },
    { key: "made", label: t("at"), cell: (hold) => time(hold.created_at) },
    { key: "until", label: t("hold.until"), cell: (hold) => time(hold.expires_at) },
    { key: "about", label: t("about"), cell: ({ description, reference }) => about(description, reference) },
  ];
}

const about = (...parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(" · ") || "–";
