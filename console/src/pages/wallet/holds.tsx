// What is kept back of a wallet: its open holds, and until when.
import type { Schemas } from "@heartlink/client";
import { useEffect } from "preact/hooks";
import { me } from "../../app/account.js";
import { amount, dateTime, relative } from "../../i18n/format.js";
import { Card } from "../../ui/layout.js";
import { useChange, useLoad } from "../../ui/load.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { Table } from "../../ui/table.js";
import { t } from "./texts.js";

type Hold = Schemas["HoldView"];

const MOST = 100;
const EVERY_MS = 30_000;

interface HoldsProps {
  readonly wallet: Schemas["WalletView"];
  /** The wallet was asked for before something lapsed. */
  readonly onLapse: () => void;
}

/** Renders nothing if there are no open holds. */
export function Holds({ wallet: { currency, version, held }, onLapse }: HoldsProps) {
  const open = useLoad(
    (signal) => me().client.wallet.holds("me", { currency, status: "open", limit: MOST }, { signal }),
    [currency],
    { everyMs: EVERY_MS },
  );
  useChange(version, open.reload);
  const holds = open.data?.items ?? [];
  useEffect(() => {
    if (open.data?.items.length === 0 && held > 0) onLapse();
  }, [open.data]);
  if (open.error !== undefined) return <ProblemNote error={open.error} onRetry={open.reload} />;
  if (holds.length === 0) return null;
  return (
    <Card title={t("holds")} testid="holds">
      <Table
        label={t("holds")}
        rows={holds}
        rowKey={(hold) => hold.id}
        columns={[
          { key: "what", label: t("entry.what"), head: true, cell: what },
          {
            key: "amount",
            label: t("entry.amount"),
            numeric: true,
            cell: (hold) => <b>{amount(hold.amount, currency)}</b>,
          },
          { key: "made", label: t("hold.made"), cell: (hold) => <When at={hold.created_at} /> },
          { key: "until", label: t("hold.until"), cell: (hold) => relative(hold.expires_at) },
        ]}
      />
    </Card>
  );
}

function what({ description, reference }: Hold): string {
  return [description, reference].filter(Boolean).join(" · ") || t("hold.plain");
}

function When({ at }: { at: string }) {
  return <time dateTime={at}>{dateTime(at)}</time>;
}
