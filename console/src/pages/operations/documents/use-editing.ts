// An edit in progress: the draft, its field errors, and conflicts with other people's edits.
import { type Heartlink, isHeartlinkError } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../../app/account.js";
import type { FieldError } from "../logic/fields.js";
import { fieldErrorsOf } from "./field-errors.js";
import type { Kind, Stored } from "./kind.js";

/** What somebody else stored meanwhile; `now` is `null` where they deleted it. */
export interface Conflict<T> {
  /** The version that the edit began with. */
  readonly seen: number;
  /** `undefined` while it is being read. */
  readonly now: Stored<T> | null | undefined;
}

export interface Editing<T, D> {
  readonly draft: D;
  readonly fieldErrors: readonly FieldError[];
  readonly conflict: Conflict<T> | undefined;
  /** What else the last try failed with. */
  readonly error: unknown;
  readonly edited: boolean;
  readonly setDraft: (draft: D) => void;
  /** Stores the draft; `over` names what it is to replace, if not what was read. */
  readonly save: (name: string, reason: string, over?: Stored<T> | null) => Promise<Stored<T> | undefined>;
  /** Begins anew with what is stored. */
  readonly begin: (from: Stored<T> | null) => void;
}

const TRIES = 7;
const BETWEEN_MS = 2_000;

/** `from` is what was read; `null` for a new one, which begins with `fresh`. */
export function useEditing<T, D>(kind: Kind<T, D>, from: Stored<T> | null, fresh: T): Editing<T, D> {
  const { client } = me();
  const [base, setBase] = useState(from);
  const [draft, setDraft] = useState<D>(() => kind.draft(from?.content ?? fresh));
  const [edited, setEdited] = useState(false);
  const [fieldErrors, setFieldErrors] = useState<readonly FieldError[]>([]);
  const [conflict, setConflict] = useState<Conflict<T>>();
  const [error, setError] = useState<unknown>();

  function begin(next: Stored<T> | null) {
    setBase(next);
    setDraft(kind.draft(next?.content ?? fresh));
    setEdited(false);
    setFieldErrors([]);
    setConflict(undefined);
    setError(undefined);
  }

  async function refused(failure: unknown, name: string, seen: number) {
    if (isHeartlinkError(failure, "document_changed")) {
      setConflict({ seen, now: undefined });
      const now = await latest(client, kind, name, failure.figures["version"]);
      setConflict({ seen, now });
      return;
    }
    const found = fieldErrorsOf(failure);
    setFieldErrors(found);
    setError(found.length === 0 ? failure : undefined);
  }

  async function save(name: string, reason: string, over: Stored<T> | null = base) {
    const { content, fieldErrors: found } = kind.parse(draft);
    setFieldErrors(found);
    setError(undefined);
    if (content === null) return undefined;
    const seen = over?.version ?? 0;
    try {
      const edit = { expected_version: seen, ...(reason === "" ? {} : { reason }) };
      const saved = await kind.put(client, name, content, edit);
      begin(saved);
      return saved;
    } catch (failure) {
      await refused(failure, name, seen).catch(setError);
      return undefined;
    }
  }

  const change = (next: D) => {
    setDraft(next);
    setEdited(true);
  };
  return { draft, fieldErrors, conflict, error, edited, setDraft: change, save, begin };
}

/**
 * What is stored now. A read may be 10 s old, so it is made until it shows the version that the
 * refusal named, or long enough.
 */
async function latest<T, D>(client: Heartlink, kind: Kind<T, D>, name: string, version: unknown) {
  let found: Stored<T> | undefined;
  for (let tries = 1; ; tries += 1) {
    found = (await kind.list(client, {})).find((one) => one.name === name);
    if ((found?.version ?? 0) === version || tries === TRIES) return found ?? null;
    await new Promise((wake) => setTimeout(wake, BETWEEN_MS));
  }
}
