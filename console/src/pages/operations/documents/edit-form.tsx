// The form of an edit: the document's own inputs, why, and the buttons.
import { useState } from "preact/hooks";
import { Button } from "../../../ui/button.js";
import { TextField } from "../../../ui/form.js";
import { ProblemNote } from "../../../ui/problem-note.js";
import { t } from "../phrases/rules.js";
import type { Kind } from "./kind.js";
import type { Editing } from "./use-editing.js";

interface EditFormProps<T, D> {
  readonly kind: Kind<T, D>;
  readonly editing: Editing<T, D>;
  /** The name of a new document as it is typed; `undefined` for an existing one. */
  readonly naming:
    { readonly name: string; readonly onName: (name: string) => void; readonly wrong?: string } | undefined;
  /** Saves the document; resolves to whether it succeeded. */
  readonly onSave: (reason: string) => Promise<boolean>;
  readonly onReset: () => void;
  readonly onDelete: (() => void) | undefined;
}

export function EditForm<T, D>({ kind, editing, naming, onSave, onReset, onDelete }: EditFormProps<T, D>) {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);

  async function submit() {
    if (saving) return;
    setTried(true);
    setSaving(true);
    if (await onSave(reason.trim())) setReason("");
    setSaving(false);
  }

  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {naming && (
        <TextField
          label={t("key")}
          hint={t("key.hint")}
          error={tried ? naming.wrong : undefined}
          value={naming.name}
          onValue={naming.onName}
          maxLength={128}
          testid="document-name"
        />
      )}
      <kind.Form draft={editing.draft} fieldErrors={editing.fieldErrors} onDraft={editing.setDraft} />
      <TextField
        label={t("reason")}
        hint={t("reason.hint")}
        value={reason}
        onValue={setReason}
        maxLength={500}
        testid="edit-reason"
      />
      {editing.fieldErrors.length > 0 && (
        <p class="trouble" role="alert" data-testid="field-errors">
          {t("wrong")}
        </p>
      )}
      {editing.error !== undefined && <ProblemNote error={editing.error} />}
      <div class="row">
        <Button submit kind="primary" busy={saving} testid="save">
          {t("save")}
        </Button>
        {editing.edited && <Button onPress={onReset}>{t("reset")}</Button>}
        {onDelete && (
          <Button icon="trash" onPress={onDelete} testid="document-delete">
            {t("delete")}
          </Button>
        )}
      </div>
    </form>
  );
}
