// Sending money to another person.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { amount, parseAmount } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { Dialog } from "../../ui/dialog.js";
import { TextField } from "../../ui/form.js";
import { fieldProblem } from "../../ui/problem.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { toast } from "../../ui/toasts.js";
import { t } from "./texts.js";

interface SendProps {
  readonly wallet: Schemas["WalletView"];
  readonly onClose: () => void;
  readonly onSent: () => void;
}

export function SendDialog({ wallet, onClose, onSent }: SendProps) {
  const { currency } = wallet;
  const [to, setTo] = useState("");
  const [typed, setTyped] = useState("");
  const [description, setDescription] = useState("");
  const [error, setError] = useState<unknown>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const minor = parseAmount(typed, currency);
  const shown = minor === null ? null : `${amount(minor, currency)} ${currency}`;
  const badAmount = tried && (minor === null || minor === 0);

  async function submit(event: Event) {
    event.preventDefault();
    setTried(true);
    setError(undefined);
    if (minor === null || minor === 0) return;
    setBusy(true);
    try {
      const more = description.trim() === "" ? {} : { description: description.trim() };
      await me().client.wallet.transfer("me", { to: to.trim(), amount: minor, currency, ...more });
      toast("done", t("send.done", { amount: shown ?? "", name: to.trim() }));
      onSent();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  const fields = { to: fieldProblem(error, "/to"), description: fieldProblem(error, "/description") };
  const elsewhere = error !== undefined && Object.values(fields).every((one) => one === undefined);
  return (
    <Dialog title={t("send")} onClose={onClose} testid="send-dialog">
      <form class="form" noValidate onSubmit={(event) => void submit(event)}>
        {elsewhere && <ProblemNote error={error} />}
        <TextField
          autofocus
          label={t("send.to")}
          hint={t("send.to_hint")}
          value={to}
          onValue={setTo}
          error={fields.to}
          testid="send-to"
        />
        <TextField
          label={t("send.amount", { currency })}
          inputMode="decimal"
          value={typed}
          onValue={setTyped}
          error={badAmount ? t("send.amount_bad", { example: amount(1250, currency) }) : fieldProblem(error, "/amount")}
          testid="send-amount"
        />
        <TextField
          label={t("send.description")}
          hint={t("send.optional")}
          value={description}
          onValue={setDescription}
          error={fields.description}
          testid="send-description"
        />
        <footer>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button kind="primary" submit busy={busy} testid="send-go">
            {shown === null ? t("send.go_empty") : t("send.go", { amount: shown })}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
