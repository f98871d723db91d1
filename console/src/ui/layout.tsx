// The building blocks of a page.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "./texts.js";
import { clearToasts } from "./toasts.js";

interface PageProps {
  /** The heading; also the document's title. */
  readonly title: string;
  /** The document's title where it says more than the heading. */
  readonly documentTitle?: string;
  /** Names the page for styles and tests. */
  readonly view: string;
  readonly lead?: string | undefined;
  /** Buttons beside the heading. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A page. Its heading takes the focus, so that a screen reader goes on there. */
export function Page({ title, documentTitle, view, lead, actions, children }: PageProps) {
  const heading = usePageStart(view, documentTitle ?? title);
  return (
    <div class="page" data-testid={view}>
      <header class="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** What every page does when it appears; gives the ref for its heading. */
export function usePageStart(view: string, title: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === t("app.name") ? title : `${title} · ${t("app.name")}`;
  }, [title]);
  useEffect(() => {
    document.body.dataset["view"] = view;
    clearToasts();
    scrollTo(0, 0);
    // A field that asks for the focus has it already.
    const focused = document.activeElement;
    if (focused === null || focused === document.body || focused.closest("main") === null) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [view]);
  return heading;
}

interface CardProps {
  readonly title?: string;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly testid?: string;
  readonly tone?: "warm" | "cool";
}

/** A part of a page. */
export function Card({ title, actions, children, testid, tone }: CardProps) {
  const id = useId();
  return (
    <section class={tone ? `card ${tone}` : "card"} aria-labelledby={title && id} data-testid={testid}>
      {(title ?? actions) && (
        <header>
          {title && <h2 id={id}>{title}</h2>}
          {actions && <div class="row">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

interface StatProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly big?: boolean;
  readonly testid?: string;
}

/** A figure with its name. Several stand in `Stats`. */
export function Stat({ label, value, hint, big, testid }: StatProps) {
  return (
    <div class={big ? "stat big" : "stat"}>
      <dt>{label}</dt>
      <dd data-testid={testid}>{value}</dd>
      {hint && <dd class="small">{hint}</dd>}
    </div>
  );
}

export function Stats({ children }: { children: ComponentChildren }) {
  return <dl class="stats">{children}</dl>;
}

export type Tone = "plain" | "good" | "warn" | "bad" | "cool";

/** A status label. */
export function Badge({ tone = "plain", children, testid }: BadgeProps) {
  return (
    <span class={`badge ${tone}`} data-testid={testid}>
      {children}
    </span>
  );
}

interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ComponentChildren;
  readonly testid?: string;
}

/** A progress bar; `value` is from 0 to 1. */
export function Progress({ label, value, testid }: { label: string; value: number; testid?: string }) {
  return (
    <progress class="thread" max={1} value={Math.min(1, Math.max(0, value))} aria-label={label} data-testid={testid} />
  );
}
