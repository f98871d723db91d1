// What differs between two documents, one line for each place.

/** A place where two documents differ. What is not there is `undefined`. */
export interface Difference {
  /** As in `levels.2.name`. */
  readonly path: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** The places where `left` and `right` differ, in the order in which they appear. */
export function differences(left: unknown, right: unknown): Difference[] {
  const [one, other] = [leaves(left), leaves(right)];
  const paths = new Set([...one.keys(), ...other.keys()]);
  return [...paths]
    .map((path) => ({ path, left: one.get(path), right: other.get(path) }))
    .filter((place) => place.left !== place.right);
}

/** Every value that is no list or object, by its path. `null` counts as not there. */
function leaves(value: unknown, path = ""): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object") return new Map([[path, typeof value === "string" ? value : JSON.stringify(value)]]);
  const members = Object.entries(value);
  return new Map(members.flatMap(([name, member]) => [...leaves(member, path === "" ? name : `${path}.${name}`)]));
}
