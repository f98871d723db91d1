// The wallets that somebody has, one for each currency, and which of them is shown.
import { me } from "../../../app/account.js";
import { setQuery } from "../../../app/router.js";
import { amount } from "../../../i18n/format.js";
import { Segments } from "../../../ui/form.js";
import { useLoad } from "../../../ui/load.js";
import { t } from "../phrases/wallets.js";

/** The settings list every currency, so there are never more. */
const MOST = 100;

/** Renders nothing if this is the only wallet. */
export function Currencies({ user, shown, version }: { user: string; shown: string; version: number }) {
  const { client } = me();
  const wallets = useLoad((signal) => client.wallet.currencies(user, { limit: MOST }, { signal }), [user, version]);
  const items = wallets.data?.items ?? [];
  if (items.every(({ currency }) => currency === shown)) return null;
  return (
    <div>
      <Segments
        label={t("currencies")}
        value={shown}
        options={items.map(({ currency, balance }) => ({
          value: currency,
          label: `${amount(balance, currency)} ${currency}`,
        }))}
        onValue={(currency) => setQuery({ currency })}
        testid="currency"
      />
    </div>
  );
}
