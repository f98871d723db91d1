// Wallets: look one up by its user.
import { href, route } from "../../../app/router.js";
import { Page } from "../../../ui/layout.js";
import { Empty } from "../../../ui/states.js";
import { Lookup } from "../lookup.js";
import { s } from "../phrases/sections.js";
import { t } from "../phrases/wallets.js";
import { Wallet } from "./wallet.js";

export function Wallets() {
  const [, , user = ""] = route.value.path;
  const currency = route.value.query.get("currency") ?? "";
  return (
    <Page view="operations-wallets" title={t("title")} lead={t("lead")}>
      <Lookup
        testid="wallet-lookup"
        label={s("user")}
        hint={s("user.hint")}
        id={user}
        currency={currency}
        onLookup={(id, money) => {
          const query = money === "" ? "" : `?${new URLSearchParams({ currency: money }).toString()}`;
          location.hash = href("operations", "wallets", id) + query;
        }}
      />
      {user === "" ? (
        <Empty icon="wallet" title={t("empty")}>
          <p>{t("empty.lead")}</p>
        </Empty>
      ) : (
        <Wallet key={`${user} ${currency}`} user={user} currency={currency === "" ? undefined : currency} />
      )}
    </Page>
  );
}
