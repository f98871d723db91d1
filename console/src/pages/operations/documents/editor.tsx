// The editor of a document, whatever its kind: its form, what to do when somebody else was faster,
// its trail, and its end.
import { useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import { Badge, Card } from "../../../ui/layout.js";
import { announce, toast } from "../../../ui/toasts.js";
import { isId } from "../lookup.js";
import { t } from "../phrases/rules.js";
import { s } from "../phrases/sections.js";
import { ReasonDialog } from "../reason-dialog.js";
import { ConflictNote } from "./conflict.js";
import { EditForm } from "./edit-form.js";
import type { Kind, Stored } from "./kind.js";
import { Trail } from "./trail.js";
import { useEditing } from "./use-editing.js";

interface EditorProps<T, D> {
  readonly kind: Kind<T, D>;
  /** What is stored; `null` for a new one. */
  readonly stored: Stored<T> | null;
  /** What a new one begins with. */
  readonly fresh: T;
  /** Names that are taken. */
  readonly names: readonly string[];
  readonly onSaved: (saved: Stored<T>) => void;
  readonly onDeleted: (name: string) => void;
}

export function Editor<T, D>({ kind, stored, fresh, names, onSaved, onDeleted }: EditorProps<T, D>) {
  const editing = useEditing(kind, stored, fresh);
  const [typed, setTyped] = useState("");
  const [deleting, setDeleting] = useState(false);
  const { conflict } = editing;
  const name = stored?.name ?? typed.trim();
  const wrong = stored === null ? nameError(name, names) : undefined;

  async function save(reason: string, over?: Stored<T> | null): Promise<boolean> {
    const saved = wrong === undefined ? await editing.save(name, reason, over) : undefined;
    if (saved === undefined) {
      announce(wrong ?? t("wrong"));
      return false;
    }
    toast("done", saved.version === stored?.version ? t("unchanged") : t("saved", { version: saved.version }));
    onSaved(saved);
    return true;
  }

  function takeTheirs(theirs: Stored<T> | null) {
    editing.begin(theirs);
    if (theirs === null) onDeleted(name);
    else onSaved(theirs);
  }

  return (
    <>
      {conflict && (
        <ConflictNote
          conflict={conflict}
          mine={kind.parse(editing.draft).content}
          onMine={() => save("", conflict.now ?? null)}
          onTheirs={takeTheirs}
        />
      )}
      <Card
        title={stored === null ? t("new.title") : stored.name || t(kind.id)}
        actions={stored && <Badge>{t("trail.version", { version: stored.version })}</Badge>}
        testid="editor"
      >
        <EditForm
          kind={kind}
          editing={editing}
          naming={stored === null ? { name: typed, onName: setTyped, ...(wrong && { wrong }) } : undefined}
          onSave={save}
          onReset={() => editing.begin(stored)}
          onDelete={kind.remove && stored ? () => setDeleting(true) : undefined}
        />
      </Card>
      {stored && <Trail kind={kind} stored={stored} onTake={(content) => editing.setDraft(kind.draft(content))} />}
      {deleting && stored && (
        <DeleteDialog kind={kind} stored={stored} onClose={() => setDeleting(false)} onDeleted={onDeleted} />
      )}
    </>
  );
}

function nameError(name: string, names: readonly string[]): string | undefined {
  if (!isId(name)) return s("id.wrong");
  return names.includes(name) ? t("key.taken") : undefined;
}

interface DeleteProps<T, D> {
  readonly kind: Kind<T, D>;
  readonly stored: Stored<T>;
  readonly onClose: () => void;
  readonly onDeleted: (name: string) => void;
}

function DeleteDialog<T, D>({ kind, stored: { name, version }, onClose, onDeleted }: DeleteProps<T, D>) {
  const { client } = me();
  return (
    <ReasonDialog
      title={t("delete.title", { name })}
      yes={t("delete")}
      danger
      onYes={async (reason) => {
        await kind.remove?.(client, name, { expected_version: version, reason });
        toast("done", t("deleted", { name }));
        onDeleted(name);
      }}
      onClose={onClose}
      testid="delete-dialog"
    >
      <p>{t("delete.lead")}</p>
    </ReasonDialog>
  );
}
