// What an area of pages is.
import type { ComponentType } from "preact";
import type { IconName } from "../ui/icons.js";
import type { Role } from "./account.js";

/** The props of an area: the rest of the path. */
export interface AreaProps {
  readonly path: readonly string[];
}

export type Area = {
  /** The first part of the path; `""` is the start. */
  readonly path: string;
  readonly name: "link" | "history" | "wallet" | "points" | "devices" | "operations";
  readonly icon: IconName;
  readonly role: Role;
  /** Whether something waits there. */
  readonly notice?: () => boolean;
} & (
  | { readonly component: ComponentType<AreaProps> }
  | { readonly load: () => Promise<{ readonly default: ComponentType<AreaProps> }> }
);
