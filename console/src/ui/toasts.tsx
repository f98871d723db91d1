// Toasts, and the live region for screen readers.
import { signal } from "@preact/signals";
import { Icon } from "./icons.js";
import { isAbort } from "./abort.js";
import { problemCode, problemText } from "./problem.js";
import { t } from "./texts.js";

type Kind = "news" | "done" | "problem";

export interface Toast {
  readonly id: number;
  readonly kind: Kind;
  readonly text: string;
  readonly code?: string | undefined;
  /** Where a press on the news leads. */
  readonly link?: { readonly href: string; readonly text: string } | undefined;
}

const SHOWN_MS = 8_000;
const MOST = 3;

const shown = signal<readonly Toast[]>([]);
const spoken = signal("");
let ids = 0;

/** Shows news for a few seconds. */
export function toast(kind: Kind, text: string, more: Pick<Toast, "code" | "link"> = {}): void {
  ids += 1;
  const added = { id: ids, kind, text, ...more };
  // The same twice says no more than once.
  shown.value = [...shown.value.filter((one) => one.text !== text), added].slice(-MOST);
  setTimeout(() => dismiss(added.id), SHOWN_MS);
}

/** Shows a failed call as a toast, unless it was aborted. */
export function toastProblem(error: unknown): void {
  if (isAbort(error) || problemCode(error) === "unauthorized") return;
  toast("problem", problemText(error), { code: problemCode(error) });
}

/** Dismisses the errors of the previous page. */
export function clearToasts(): void {
  shown.value = shown.value.filter((one) => one.kind !== "problem");
}

/** Announces text to screen readers, politely. */
export function announce(text: string): void {
  spoken.value = text;
}

function dismiss(id: number): void {
  shown.value = shown.value.filter((one) => one.id !== id);
}

/** Where the news appear; once, in the shell. */
export function Toasts() {
  return (
    <>
      <div class="toasts">
        {shown.value.map((one) => (
          <div
            key={one.id}
            class={`toast ${one.kind}`}
            role={one.kind === "problem" ? "alert" : "status"}
            data-testid={one.kind === "problem" ? "error" : "toast"}
            data-code={one.code}
          >
            <Icon name={one.kind === "problem" ? "warning" : one.kind === "done" ? "check" : "info"} />
            <p>{one.text}</p>
            {one.link && (
              <a href={one.link.href} onClick={() => dismiss(one.id)}>
                {one.link.text}
              </a>
            )}
            <button
              type="button"
              class="button ghost round"
              aria-label={t("ui.dismiss")}
              onClick={() => dismiss(one.id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
      <p class="sr" role="status" data-testid="spoken">
        {spoken.value}
      </p>
    </>
  );
}
