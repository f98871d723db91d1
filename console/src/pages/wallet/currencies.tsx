// Which of one's wallets is shown, where there are several.
import { me } from "../../app/account.js";
import { useEvent } from "../../app/events.js";
import { Segments } from "../../ui/form.js";
import { useLoad } from "../../ui/load.js";
import { t } from "./texts.js";

interface ChoiceProps {
  readonly current: string | undefined;
  readonly onChange: (currency: string) => void;
}

/** The settings list every currency, so there are never more. */
const MOST = 100;

export function CurrencyChoice({ current, onChange }: ChoiceProps) {
  const mine = useLoad((signal) => me().client.wallet.currencies("me", { limit: MOST }, { signal }), []);
  const known = (mine.data?.items ?? []).map(({ currency }) => currency);
  useEvent("wallet_updated", ({ data }) => {
    if (!known.includes(data.currency)) mine.reload();
  });
  const options = current === undefined || known.includes(current) ? known : [...known, current];
  if (options.length < 2) return null;
  return (
    <div>
      <Segments
        label={t("currency")}
        value={current ?? ""}
        options={options.map((code) => ({ value: code, label: code }))}
        onValue={onChange}
        testid="currency"
      />
    </div>
  );
}
