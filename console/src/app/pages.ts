// Which pages there are, for whom, and where their code is. Each area is fetched
// when it is first opened, but for the heart link, which most people come for.
import type { ComponentType } from "preact";
import type { IconName } from "../ui/icons.js";
import { LinkPage } from "../pages/link/index.js";
import { waitsForMe } from "../pages/link/state.js";
import type { Role } from "./account.js";

/** What an area gets: the parts of the path behind its own. */
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

export const AREAS: readonly Area[] = [
  { path: "", name: "link", icon: "heart", role: "user", component: LinkPage, notice: waitsForMe },
  { path: "history", name: "history", icon: "history", role: "user", load: () => import("../pages/history/index.js") },
  { path: "wallet", name: "wallet", icon: "wallet", role: "user", load: () => import("../pages/wallet/index.js") },
  { path: "points", name: "points", icon: "star", role: "user", load: () => import("../pages/points/index.js") },
  { path: "devices", name: "devices", icon: "device", role: "user", load: () => import("../pages/devices/index.js") },
  {
    path: "operations",
    name: "operations",
    icon: "gauge",
    role: "admin",
    load: () => import("../pages/operations/index.js"),
  },
];
