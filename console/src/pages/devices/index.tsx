// One's devices: all of them, and each with its level, its day and its log.
import type { AreaProps } from "../../app/pages.js";
import { Lost } from "../../app/lost.js";
import { DevicePage } from "./device.js";
import { DeviceList } from "./list.js";
import "./devices.css";

export default function Devices({ path }: AreaProps) {
  const [device, ...rest] = path;
  if (rest.length > 0) return <Lost />;
  return device === undefined ? <DeviceList /> : <DevicePage key={device} id={device} />;
}
