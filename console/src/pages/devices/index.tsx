// One's devices: all of them, and each with its level, its day and its log.
import type { AreaProps } from "../../app/area.js";
import { NotFound } from "../../app/not-found.js";
import { DevicePage } from "./device.js";
import { DeviceList } from "./list.js";
import "./devices.css";

export default function Devices({ path }: AreaProps) {
  const [device, ...rest] = path;
  if (rest.length > 0) return <NotFound />;
  return device === undefined ? <DeviceList /> : <DevicePage key={device} id={device} />;
}
