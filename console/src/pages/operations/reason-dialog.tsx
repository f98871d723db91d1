// A dialog for what is done for a reason: the reason is asked for, and needed.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../ui/button.js";
import { Dialog } from "../../ui/dialog.js";
import { TextField } from "../../ui/form.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { t as ui } from "../../ui/texts.js";
import { s } from "./phrases/sections.js";

const LONGEST = 500;

interface ReasonDialogProps {
  readonly title: string;
  /** The label of the confirm button. */
  readonly yes: string;
  readonly danger?: boolean;
  /** Does it. What fails is shown in the dialog, which stays. */
  readonly onYes: (reason: string) => Promise<void>;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
  /** Most characters of the reason. */
  readonly longest?: number;
  readonly testid: string;
}

export function ReasonDialog({
  title,
  yes,
  danger,
  onYes,
  onClose,
  children,
  longest = LONGEST,
  testid,
}: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const missing = tried && reason.trim() === "" ? s("reason.needed") : undefined;

  async function submit() {
    setTried(true);
    if (reason.trim() === "" || busy) return;
    setBusy(true);
    try {
      await onYes(reason.trim());
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={title} onClose={onClose} testid={testid}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        <TextField
          label={s("reason")}
          hint={s("reason.hint")}
          error={missing}
          value={reason}
          onValue={setReason}
          maxLength={longest}
          required
          autofocus
          testid={`${testid}-reason`}
        />
        {error !== undefined && <ProblemNote error={error} />}
        <footer>
          <Button onPress={onClose}>{ui("ui.cancel")}</Button>
          <Button submit kind={danger === true ? "danger" : "primary"} busy={busy} testid={`${testid}-yes`}>
            {yes}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
