// What an editor has to know about a kind of document. Each kind says it once; the editor is one for all.
import type { CallOptions, Heartlink, Listed } from "@heartlink/client";
import type { ComponentType } from "preact";
import type { FieldError, Parsed } from "../logic/fields.js";

/** A document as it is stored. */
export interface Stored<T> {
  /** Its key; empty for the kinds of which there is one. */
  readonly name: string;
  readonly content: T;
  /** Rises with each edit; 0 where there is none yet. */
  readonly version: number;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
}

/** Who reads and writes documents: query parameters of an edit. */
export interface Edit {
  readonly expected_version: number;
  readonly reason?: string;
}

/** What the inputs of a form get. */
export interface FormProps<D> {
  readonly draft: D;
  readonly fieldErrors: readonly FieldError[];
  readonly onDraft: (draft: D) => void;
}

/** A kind of document with content `T`, edited as `D`. */
export interface Kind<T, D> {
  /** Part of the address and of the texts. */
  readonly id: KindId;
  /** What a new document begins with; absent where there is one document that always is. */
  readonly fresh?: T;
  /** All documents of the kind, by name. */
  readonly list: (client: Heartlink, options: CallOptions) => Promise<readonly Stored<T>[]>;
  readonly put: (client: Heartlink, name: string, content: T, edit: Edit) => Promise<Stored<T>>;
  readonly remove?: (client: Heartlink, name: string, edit: Edit) => Promise<unknown>;
  /** The revisions, newest first. */
  readonly history: (client: Heartlink, name: string, options: CallOptions) => Listed<"affinity-history">;
  /** The figures that the list of all shows, by path. */
  readonly figures?: (content: T) => readonly (readonly [path: string, shown: string])[];
  readonly draft: (content: T) => D;
  readonly parse: (draft: D) => Parsed<T>;
  readonly Form: ComponentType<FormProps<D>>;
}

export const KIND_IDS = [
  "affinity-rules",
  "affinity-levels",
  "affinity-settings",
  "points-rules",
  "points-plans",
] as const;

/** The kinds there are. */
export type KindId = (typeof KIND_IDS)[number];

/** What a document answers beside its content. */
interface Marks {
  readonly version: number;
  readonly updated_at: string | null;
  readonly updated_by: string | null;
}

/** The stored document of a response; `content` is the response without its metadata. */
export function stored<T>(name: string, content: T, { version, updated_at, updated_by }: Marks): Stored<T> {
  return { name, content, version, updatedAt: updated_at, updatedBy: updated_by };
}
