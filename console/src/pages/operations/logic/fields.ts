// Forms of flat documents: from content to what stands in the inputs and back, with every error
// at its field. The server decides in the end; this spares the way there.

/** A field of a document. `path` leads to it, as in `decay.idle_hours`. */
export interface Field {
  readonly path: string;
  readonly kind: "integer" | "flag" | "text" | "zone";
  /** What a flag stands for, not set and set, where that is not yes and no. */
  readonly values?: readonly [string, string];
  /** Whether it may be left empty; it is `null` then. */
  readonly optional?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Most characters of a text. */
  readonly longest?: number;
  /** What a text has to look like. */
  readonly pattern?: RegExp;
}

/** What stands in the inputs, by path. */
export type Draft = Readonly<Record<string, string | boolean>>;

/** What is wrong: a key of the texts with its figures, or the server's own words. */
export interface FieldError {
  readonly path: string;
  readonly key?: "required" | "integer" | "range" | "zone" | "pattern" | "long" | "order";
  readonly figures?: Readonly<Record<string, string | number>>;
  readonly words?: string;
}

/** Valid content, or the errors of its fields. */
export type Parsed<T> =
  | { readonly content: T; readonly fieldErrors: readonly [] }
  | { readonly content: null; readonly fieldErrors: readonly FieldError[] };

type Tree = Record<string, unknown>;

/** What stands in the inputs for this content. */
export function draftOf(fields: readonly Field[], content: object): Draft {
  return Object.fromEntries(fields.map((field) => [field.path, shown(field, at(content as Tree, field.path))]));
}

/** Reads the inputs. */
export function parse<T>(
  fields: readonly Field[],
  draft: Draft,
  check: (content: T) => readonly FieldError[] = () => [],
): Parsed<T> {
  const content: Tree = {};
  const fieldErrors: FieldError[] = [];
  for (const field of fields) {
    const value = read(field, draft[field.path] ?? "");
    if (typeof value === "object" && value !== null) fieldErrors.push({ path: field.path, ...value });
    else put(content, field.path, value);
  }
  if (fieldErrors.length === 0) fieldErrors.push(...check(content as T));
  return fieldErrors.length === 0 ? { content: content as T, fieldErrors: [] } : { content: null, fieldErrors };
}

/** The path that a JSON pointer of the server's leads to. */
export function pathOf(pointer: string): string {
  return pointer.replace(/^\//, "").replaceAll("/", ".");
}

function shown(field: Field, value: unknown): string | boolean {
  if (field.kind === "flag") return value === (field.values?.[1] ?? true);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

type Wrong = Omit<FieldError, "path">;

function read(field: Field, input: string | boolean): string | number | boolean | null | Wrong {
  if (field.kind === "flag") return field.values?.[input === true ? 1 : 0] ?? input === true;
  const text = String(input).trim();
  if (text === "") return field.optional === true ? null : { key: "required" };
  if (field.kind === "integer") return integer(field, text);
  if (field.kind === "zone" && !isZone(text)) return { key: "zone" };
  if ([...text].length > (field.longest ?? Infinity)) return { key: "long", figures: { longest: field.longest ?? 0 } };
  if (field.pattern?.test(text) === false) return { key: "pattern" };
  return text;
}

/** Reads a whole number within its bounds. */
export function integer(bounds: { readonly min?: number; readonly max?: number }, text: string): number | Wrong {
  if (!/^[+-]?\d{1,16}$/.test(text)) return { key: "integer" };
  const { min = -9e15, max = 9e15 } = bounds;
  const value = Number(text);
  return value < min || value > max ? { key: "range", figures: { min, max } } : value;
}

/** Whether this browser knows the time zone. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function at(tree: Tree, path: string): unknown {
  return path.split(".").reduce<unknown>((node, name) => (node as Tree | null | undefined)?.[name], tree);
}

function put(tree: Tree, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() ?? path;
  const parent = names.reduce<Tree>((node, name) => (node[name] ??= {}) as Tree, tree);
  parent[last] = value;
}
