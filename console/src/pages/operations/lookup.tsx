// The form that asks whom to look up. What it asks for stands in the address.
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../ui/button.js";
import { TextField } from "../../ui/form.js";
import { s } from "./phrases/sections.js";

const ID = /^[ -~\u00a0-\uffff]{1,255}$/;
const CURRENCY = /^([A-Z0-9]{2,10})?$/;

/** Whether the API takes this as an id. */
export const isId = (text: string) => ID.test(text);

interface LookupProps {
  readonly label: string;
  readonly hint?: string;
  /** Whom the page shows. */
  readonly id: string;
  /** Asks for the currency too, where given. */
  readonly currency?: string;
  readonly onLookup: (id: string, currency: string) => void;
  readonly testid: string;
}

export function Lookup({ label, hint, id, currency, onLookup, testid }: LookupProps) {
  const [wanted, setWanted] = useState(id);
  const [money, setMoney] = useState(currency ?? "");
  const [tried, setTried] = useState(false);
  useEffect(() => setWanted(id), [id]);
  useEffect(() => setMoney(currency ?? ""), [currency]);
  const wrong = isId(wanted.trim()) ? undefined : s("id.wrong");
  const wrongMoney = CURRENCY.test(money.trim()) ? undefined : s("currency.wrong");
  return (
    <form
      class="lookup"
      noValidate
      data-testid={testid}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (wrong === undefined && wrongMoney === undefined) onLookup(wanted.trim(), money.trim());
      }}
    >
      <TextField
        label={label}
        hint={hint}
        error={tried ? wrong : undefined}
        value={wanted}
        onValue={setWanted}
        testid={`${testid}-id`}
      />
      {currency !== undefined && (
        <TextField
          label={s("currency")}
          hint={s("currency.hint")}
          error={tried ? wrongMoney : undefined}
          value={money}
          onValue={(text) => setMoney(text.toUpperCase())}
          maxLength={10}
          testid={`${testid}-currency`}
        />
      )}
      <Button submit kind="primary" icon="search" testid={`${testid}-go`}>
        {s("look_up")}
      </Button>
    </form>
  );
}
