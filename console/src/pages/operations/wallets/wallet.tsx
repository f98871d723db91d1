// One wallet: what it holds, whether it may move, and whether its ledger adds up.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { amount, dateTime, number } from "../../../i18n/format.js";
import { Button } from "../../../ui/button.js";
import { Badge, Card, Stat, Stats } from "../../../ui/layout.js";
import { AsyncView, useLoad } from "../../../ui/load.js";
import { t } from "../phrases/wallets.js";
import { Verification } from "../verification.js";
import { Currencies } from "./currencies.js";
import { Holds } from "./holds.js";
import { Lease } from "./lease.js";
import { Ledger } from "./ledger.js";
import { StatusDialog } from "./status.js";

type WalletView = Schemas["WalletView"];

const EVERY_MS = 15_000;

/** Whose wallet, in which currency; the default one if `undefined`. */
export interface WalletId {
  readonly user: string;
  readonly currency: string | undefined;
}

/** The query that names the currency. */
export function inCurrency(currency: string | undefined): { currency?: string } {
  return currency === undefined ? {} : { currency };
}

export function Wallet({ user, currency }: WalletId) {
  const { client } = me();
  const wallet = useLoad((signal) => client.wallet.show(user, inCurrency(currency), { signal }), [user, currency], {
    everyMs: EVERY_MS,
    versionOf: ({ version }) => version,
  });
  return (
    <AsyncView of={wallet}>
      {(shown) => (
        <>
          <Currencies user={user} shown={shown.currency} version={shown.version} />
          <div class="grid">
            <Balance wallet={shown} onChange={wallet.set} />
            <Lease user={user} currency={shown.currency} />
          </div>
          <Holds wallet={shown} />
          <Verify user={user} currency={shown.currency} />
          <Ledger user={user} currency={shown.currency} version={shown.version} onChange={wallet.reload} />
        </>
      )}
    </AsyncView>
  );
}

const TONES = { active: "good", no_withdraw: "warn", frozen: "bad" } as const;

function Balance({ wallet, onChange }: { wallet: WalletView; onChange: (next: WalletView) => void }) {
  const [changing, setChanging] = useState(false);
  const { currency } = wallet;
  return (
    <Card
      title={t("of", { user: wallet.user_id, currency })}
      actions={
        <Badge tone={TONES[wallet.status]} testid="wallet-status">
          {t(wallet.status)}
        </Badge>
      }
      testid="wallet"
    >
      <Stats>
        <Stat big label={t("available")} value={amount(wallet.available, currency)} testid="wallet-available" />
      </Stats>
      <Stats>
        <Stat label={t("balance")} value={amount(wallet.balance, currency)} testid="wallet-balance" />
        <Stat label={t("held")} value={amount(wallet.held, currency)} testid="wallet-held" />
        <Stat label={t("version")} value={number(wallet.version)} />
      </Stats>
      <p class="small">
        {wallet.updated_at ? t("updated", { time: dateTime(wallet.updated_at) }) : t("never")} ·{" "}
        {t(`${wallet.status}.hint`)}
      </p>
      <div class="row">
        <Button icon="edit" onPress={() => setChanging(true)} testid="status-change">
          {t("status.change")}
        </Button>
      </div>
      {changing && <StatusDialog wallet={wallet} onChange={onChange} onClose={() => setChanging(false)} />}
    </Card>
  );
}

function Verify({ user, currency }: WalletId) {
  const { client } = me();
  const [found, setFound] = useState<Schemas["Verification"]>();
  const verify = async (incremental: boolean) =>
    setFound(await client.wallet.verify(user, { ...inCurrency(currency), incremental }));
  return (
    <Card title={t("verify")} testid="verify">
      <p class="small">{t("verify.lead")}</p>
      <div class="row">
        <Button icon="check" onPress={() => verify(false)} testid="verify-all">
          {t("verify")}
        </Button>
        <Button onPress={() => verify(true)}>{t("verify.new")}</Button>
      </div>
      {found && <Verification of={found} amount={(value) => amount(value, currency ?? "")} />}
    </Card>
  );
}
