// Which of one's wallets is shown. The API knows a wallet by its currency and
// lists none, so those that were seen are remembered.
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { tab } from "../../app/memory.js";
import { Button } from "../../ui/button.js";
import { Dialog } from "../../ui/dialog.js";
import { Segments, TextField } from "../../ui/form.js";
import { t } from "./texts.js";

const CODE = /^[A-Z0-9]{2,10}$/;
const MOST = 6;

const key = () => `currencies.${me().user}`;

function knownCurrencies(): readonly string[] {
  const saved = tab.get(key());
  return Array.isArray(saved)
    ? saved.filter((code): code is string => typeof code === "string" && CODE.test(code))
    : [];
}

/** A wallet of this currency was seen. */
export function rememberCurrency(code: string): void {
  const known = knownCurrencies();
  if (!known.includes(code)) tab.set(key(), [...known, code].slice(-MOST));
}

interface ChoiceProps {
  readonly current: string | undefined;
  readonly onChange: (currency: string) => void;
}

/** The wallets that were seen, where there are several. */
export function CurrencyChoice({ current, onChange }: ChoiceProps) {
  const options = [...new Set([...knownCurrencies(), ...(current === undefined ? [] : [current])])];
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

/** The way to a wallet that was not seen yet. */
export function OtherCurrency({ onChoose }: { onChoose: (code: string) => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="link" testid="currency-add" onPress={() => setAsking(true)}>
        {t("currency_add")}
      </Button>
      {asking && (
        <CurrencyDialog
          onClose={() => setAsking(false)}
          onChoose={(code) => {
            setAsking(false);
            onChoose(code);
          }}
        />
      )}
    </>
  );
}

function CurrencyDialog({ onClose, onChoose }: { onClose: () => void; onChoose: (code: string) => void }) {
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (CODE.test(code)) onChoose(code);
    else setWrong(true);
  };
  return (
    <Dialog title={t("currency_add")} onClose={onClose}>
      <form class="form" noValidate onSubmit={submit}>
        <TextField
          autofocus
          label={t("currency_code")}
          hint={wrong ? undefined : t("currency_hint")}
          error={wrong ? t("currency_hint") : undefined}
          value={code}
          onValue={(value) => setCode(value.trim().toUpperCase())}
          testid="currency-code"
        />
        <footer>
          <Button kind="primary" submit>
            {t("currency_show")}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
