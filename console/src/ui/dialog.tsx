// Dialogs. The native element traps the focus and closes on Escape.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Button, IconButton } from "./button.js";
import { t } from "./texts.js";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly testid?: string;
  /** Wide enough for a form or a table. */
  readonly wide?: boolean;
}

/** A modal dialog, open as long as it is rendered. */
export function Dialog({ title, onClose, children, testid, wide }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      data-testid={testid}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t("ui.close")} onPress={onClose} />
      </header>
      {children}
    </dialog>
  );
}

interface Question {
  readonly title: string;
  readonly body: ComponentChildren;
  /** The label of the confirm button. */
  readonly yes: string;
  readonly no?: string;
  readonly danger?: boolean;
  readonly testid?: string;
}

const asked = signal<(Question & { readonly answer: (yes: boolean) => void }) | null>(null);

/** Asks before something is done for good. Escape is no. */
export function confirm(question: Question): Promise<boolean> {
  asked.peek()?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      asked.value = null;
      resolve(yes);
    };
    asked.value = { ...question, answer };
  });
}

/** Cancels an open question whose subject is gone. */
export function withdrawQuestion(): void {
  asked.peek()?.answer(false);
}

/** Where questions appear; once, in the shell. */
export function Questions() {
  const question = asked.value;
  if (question === null) return null;
  return (
    <Dialog title={question.title} onClose={() => question.answer(false)}>
      <div class="dialog-body">{question.body}</div>
      <footer>
        <Button autofocus onPress={() => question.answer(false)} testid="no">
          {question.no ?? t("ui.cancel")}
        </Button>
        <Button
          kind={question.danger ? "danger" : "primary"}
          onPress={() => question.answer(true)}
          testid={question.testid ?? "yes"}
        >
          {question.yes}
        </Button>
      </footer>
    </Dialog>
  );
}
