// Live events in a component.
import type { EventOf, EventType } from "@heartlink/client";
import { useEffect, useRef } from "preact/hooks";
import { account } from "./account.js";

/** Calls `handle` with each event of a kind while the component is shown. */
export function useEvent<T extends EventType>(type: T, handle: (event: EventOf<T>) => void): void {
  const latest = useRef(handle);
  latest.current = handle;
  const live = account.value?.live;
  useEffect(() => live?.on(type, ((event: EventOf<T>) => latest.current(event)) as never), [live, type]);
}
