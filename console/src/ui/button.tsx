// Buttons.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon, type IconName } from "./icons.js";
import { toastProblem } from "./toasts.js";

export interface ButtonProps {
  /** The press handler. The button is busy until it settles; a failure becomes a toast. */
  readonly onPress?: () => unknown;
  readonly kind?: "primary" | "quiet" | "danger" | "link";
  readonly big?: boolean;
  readonly submit?: boolean;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** Busy with something that another control started. */
  readonly busy?: boolean;
  readonly testid?: string;
  readonly autofocus?: boolean;
  readonly children: ComponentChildren;
}

export function Button({ kind = "quiet", big, submit, icon, ...rest }: ButtonProps) {
  const [press, pressed] = usePress(rest.onPress);
  const busy = pressed || rest.busy === true;
  return (
    <button
      type={submit ? "submit" : "button"}
      class={`button ${kind}${big ? " big" : ""}`}
      disabled={rest.disabled === true}
      // Not disabled while busy: that would take the focus away.
      aria-disabled={busy || undefined}
      aria-busy={busy}
      autofocus={rest.autofocus}
      data-testid={rest.testid}
      onClick={(event) => {
        // A form is not sent twice either.
        if (busy) event.preventDefault();
        else press();
      }}
    >
      {icon && <Icon name={icon} />}
      <span>{rest.children}</span>
    </button>
  );
}

/** A button with an icon only; `label` is its accessible name. */
export function IconButton({ icon, label, onPress, disabled, testid }: IconButtonProps) {
  const [press, busy] = usePress(onPress);
  return (
    <button
      type="button"
      class="button ghost round"
      aria-label={label}
      title={label}
      disabled={disabled === true}
      aria-disabled={busy || undefined}
      data-testid={testid}
      onClick={press}
    >
      <Icon name={icon} />
    </button>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => unknown;
  readonly disabled?: boolean;
  readonly testid?: string;
}

/** Runs a press handler, one call at a time, and shows its failure as a toast. */
export function usePress(onPress: (() => unknown) | undefined): [() => void, boolean] {
  const [busy, setBusy] = useState(false);
  const press = () => {
    if (busy) return;
    const doing = onPress?.();
    if (!(doing instanceof Promise)) return;
    setBusy(true);
    doing.catch(toastProblem).finally(() => setBusy(false));
  };
  return [press, busy];
}
