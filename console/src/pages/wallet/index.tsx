// One's own wallet: what is there, what is held back, every entry; live.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { useEvent } from "../../app/events.js";
import { NotFound } from "../../app/not-found.js";
import type { AreaProps } from "../../app/area.js";
import { route, setQuery } from "../../app/router.js";
import { amount, relative } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { Badge, Card, Page, Stat, Stats, type Tone } from "../../ui/layout.js";
import { AsyncView, useLoad } from "../../ui/load.js";
import { announce, toast } from "../../ui/toasts.js";
import { CurrencyChoice } from "./currencies.js";
import { Entries } from "./entries.js";
import { Holds } from "./holds.js";
import { SendDialog } from "./send.js";
import { t } from "./texts.js";

type Wallet = Schemas["WalletView"];

const TONES: Record<Schemas["WalletStatus"], Tone> = { active: "good", no_withdraw: "warn", frozen: "bad" };

export default function WalletPage({ path }: AreaProps) {
  const chosen = route.value.query.get("currency") ?? undefined;
  const [sending, setSending] = useState(false);
  const [round, setRound] = useState(0);
  const wallet = useLoad(
    (signal) => me().client.wallet.show("me", chosen === undefined ? {} : { currency: chosen }, { signal }),
    [chosen],
    { versionOf: ({ version }) => version },
  );
  useEvent("wallet_updated", ({ data }) => {
    const now = wallet.data;
    // The answer that is on its way may be older.
    if (now === undefined) return wallet.reload();
    if (data.currency !== now.currency || data.version < now.version) return;
    const { balance, held, available, status, version } = data;
    wallet.set({ ...now, balance, held, available, status, version, updated_at: new Date().toISOString() });
    setRound((n) => n + 1);
    if (data.change !== 0) tell(data.change, data.currency);
  });
  if (path.length > 0) return <NotFound />;
  const currency = wallet.data?.currency;
  return (
    <Page
      view="wallet"
      title={t("title")}
      lead={t("lead")}
      actions={
        currency !== undefined && (
          <Button kind="primary" icon="transfer" testid="send-money" onPress={() => setSending(true)}>
            {t("send")}
          </Button>
        )
      }
    >
      <CurrencyChoice current={chosen ?? currency} onChange={choose} />
      <AsyncView of={wallet}>
        {(now) => (
          <>
            <Balance wallet={now} />
            <Holds wallet={now} onLapse={wallet.reload} />
            <Entries currency={now.currency} round={round} />
          </>
        )}
      </AsyncView>
      {sending && wallet.data !== undefined && (
        <SendDialog
          wallet={wallet.data}
          onClose={() => setSending(false)}
          onSent={() => {
            setSending(false);
            wallet.reload();
            setRound((n) => n + 1);
          }}
        />
      )}
    </Page>
  );
}

const choose = (currency: string) => setQuery({ currency });

function Balance({ wallet }: { wallet: Wallet }) {
  const { currency, status } = wallet;
  return (
    <Card testid="balance" tone="warm">
      <Stats>
        <Stat
          big
          label={t("available")}
          value={
            <>
              {amount(wallet.available, currency)} <span class="unit">{currency}</span>
            </>
          }
          testid="available"
        />
        <Stat label={t("balance")} value={amount(wallet.balance, currency)} testid="balance-total" />
        <Stat
          label={t("held")}
          value={amount(wallet.held, currency)}
          hint={wallet.held === 0 ? t("held_none") : t("held_hint")}
          testid="held"
        />
      </Stats>
      <div class="row">
        <Badge tone={TONES[status]} testid="wallet-status">
          {t(`status.${status}`)}
        </Badge>
        <span class="small">
          {typeof wallet.updated_at === "string" ? t("updated", { when: relative(wallet.updated_at) }) : t("never")}
        </span>
        <Verify currency={currency} />
      </div>
      {status !== "active" && <p class="note">{t(`status.${status}_lead`)}</p>}
    </Card>
  );
}

/** Anybody can verify their own ledger. */
function Verify({ currency }: { currency: string }) {
  const verify = async () => {
    const { consistent, entries, problems_total } = await me().client.wallet.verify("me", { currency });
    if (consistent) toast("done", t("verify.good", { entries }));
    else toast("problem", t("verify.bad", { n: problems_total }));
  };
  return (
    <Button kind="link" testid="verify" onPress={verify}>
      {t("verify")}
    </Button>
  );
}

function tell(change: number, currency: string): void {
  const shown = `${amount(Math.abs(change), currency)} ${currency}`;
  announce(t(change > 0 ? "news.in" : "news.out", { amount: shown }));
}
