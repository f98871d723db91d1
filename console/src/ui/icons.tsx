// The line icons, drawn on a grid of 24 × 24, and the sign of the house.

const PATHS = {
  heart: "M12 20S4 14.8 4 9.3A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.3C20 14.8 12 20 12 20z",
  history: "M4.5 12a7.5 7.5 0 1 0 2.3-5.4M4.5 4.5v3.8h3.8M12 8v4.3l2.8 1.7",
  wallet:
    "M4 7.5h14.5a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18zM4 7.5 15.5 4v3.5M16 13.5h.1",
  star: "M12 4l2.4 5.1 5.6.7-4.1 3.8 1.1 5.5L12 16.4 7 19.1l1.1-5.5L4 9.8l5.6-.7z",
  device: "M7.5 4.5h9v15h-9zM11 16.8h2M4 9v6M20 9v6",
  gauge: "M4.5 17.5a8.5 8.5 0 1 1 15 0M12 13.5l3.5-4.5M12 13.5h.1",
  send: "M4.5 12 20 4.5 14.5 20l-3.2-6.8zM11.3 13.2 20 4.5",
  leave: "M14 4.5H6.5v15H14M10.5 12h9.5M16.5 8.5 20 12l-3.5 3.5",
  block: "M5.9 5.9l12.2 12.2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
  down: "M12 5v14M6 13l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5l4.5 4.5L19 7",
  warning: "M12 4.5 21 19.5H3zM12 10v4.5M12 17.1h.1",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.7h.1",
  plus: "M12 5v14M5 12h14",
  search: "M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5",
  refresh: "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 4.5v3.8h-3.8",
  download: "M12 4v11M7 10.5l5 5 5-5M4.5 19.5h15",
  lock: "M6.5 10.5h11v9h-11zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  edit: "M5 19l.8-4L15.5 5.3l3.2 3.2L9 18.2zM13.5 7.3l3.2 3.2",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5",
  link: "M10 14l4-4M8.5 11 6 13.5a3.2 3.2 0 0 0 4.5 4.5L13 15.5M15.5 13l2.5-2.5A3.2 3.2 0 0 0 13.5 6L11 8.5",
  up: "M12 19V5M6 11l6-6 6 6",
  transfer: "M4.5 8.5h14l-3.5-3.5M19.5 15.5h-14l3.5 3.5",
} as const;

export type IconName = keyof typeof PATHS;

/** A sign beside words; alone it needs a labelled button around it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 24 24" class="icon" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The logo: two drops that make a heart where they meet. `state` sets how close they are. */
export type ArtState = "apart" | "seeking" | "near" | "joined" | "parted";

export function Art({ state, small = false }: { state: ArtState; small?: boolean }) {
  return (
    <svg viewBox="20 10 200 180" class={small ? "art small" : "art"} data-state={state} aria-hidden="true">
      <g class="drop mine">
        <path d="M120 166 131.6 86.0A42 42 0 1 0 61.2 110.6z" />
      </g>
      <g class="drop theirs">
        <path d="M120 166 178.8 110.6A42 42 0 1 0 108.4 86.0z" />
      </g>
    </svg>
  );
}

/** A person's colour and initial, derived from the id. */
export function Avatar({ id, large = false }: { id: string; large?: boolean }) {
  let hue = 0;
  for (const character of id) hue = (hue * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return (
    <span class={large ? "avatar large" : "avatar"} style={{ "--hue": String(hue) }} aria-hidden="true">
      {([...id][0] ?? "?").toUpperCase()}
    </span>
  );
}
