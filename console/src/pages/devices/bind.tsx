// Binding a device to oneself.
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { Button } from "../../ui/button.js";
import { Dialog } from "../../ui/dialog.js";
import { TextField } from "../../ui/form.js";
import { fieldProblem } from "../../ui/problem.js";
import { ProblemNote } from "../../ui/problem-note.js";
import { toast } from "../../ui/toasts.js";
import { t } from "./texts.js";

export function BindDialog({ onClose, onBound }: { onClose: () => void; onBound: () => void }) {
  const [id, setId] = useState("");
  const [name, setName] = useState("");
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const device = await me().client.affinity.bind({
        device_id: id.trim(),
        ...(name.trim() === "" ? {} : { name: name.trim() }),
      });
      toast("done", t("bind.done", { name: device.name ?? device.device_id }));
      onBound();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  const fields = [fieldProblem(error, "/device_id"), fieldProblem(error, "/name")] as const;
  return (
    <Dialog title={t("bind")} onClose={onClose} testid="bind-dialog">
      <form class="form" noValidate onSubmit={(event) => void submit(event)}>
        {error !== undefined && fields.every((one) => one === undefined) && <ProblemNote error={error} />}
        <TextField autofocus label={t("bind.id")} value={id} onValue={setId} error={fields[0]} testid="device-id" />
        <TextField
          label={t("bind.name")}
          hint={t("bind.optional")}
          value={name}
          onValue={setName}
          error={fields[1]}
          testid="device-name"
        />
        <footer>
          <Button kind="primary" submit busy={busy} testid="bind-go">
            {t("bind.go")}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
