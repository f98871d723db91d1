// Which pages there are, for whom, and where their code is. Each area is fetched
// when it is first opened, but for the heart link, which most people come for.
import { LinkPage } from "../pages/link/index.js";
import { waitsForMe } from "../pages/link/state.js";
import type { Area } from "./area.js";

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
