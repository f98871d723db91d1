// Charts over time. The library is fetched when the first one is shown.
import { useEffect, useRef } from "preact/hooks";
import { dateTime, number } from "../i18n/format.js";
import type { ChartProps } from "./chart-props.js";
import { toastProblem } from "./toasts.js";
import { Table } from "./table.js";
import { scheme } from "./theme.js";
import { t } from "./texts.js";

const TABLE_ROWS = 50;

/** A chart, and its data as a table. */
export function Chart(props: ChartProps) {
  const { label, times, series, format = number, height = 200, testid } = props;
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ update(props: ChartProps): void; remove(): void }>(null);
  const latest = useRef(props);
  latest.current = props;
  const look = `${scheme()} ${height} ${series.map((one) => [one.label, one.color, one.shape]).join()}`;

  useEffect(() => {
    let gone = false;
    import("./chart-canvas.js").then(({ draw }) => {
      if (gone || holder.current === null) return;
      drawn.current = draw(holder.current, latest.current, height);
    }, toastProblem);
    return () => {
      gone = true;
      drawn.current?.remove();
      drawn.current = null;
    };
  }, [look]);
  useEffect(() => drawn.current?.update(latest.current), [times, series]);

  const rows = times
    .map((at, index) => ({ at, index }))
    .slice(-TABLE_ROWS)
    .reverse();
  return (
    <figure class="chart" data-testid={testid}>
      <div ref={holder} class="chart-canvas" role="img" aria-label={label} style={{ minHeight: `${height}px` }} />
      <figcaption>
        <ul class="legend">
          {series.map((one) => (
            <li key={one.label}>
              <i data-color={one.color} aria-hidden="true" />
              {one.label}
            </li>
          ))}
        </ul>
        <details>
          <summary>{t("ui.as_table")}</summary>
          <Table
            label={label}
            rows={rows}
            rowKey={(row) => row.at}
            columns={[
              { key: "at", label: t("ui.time"), cell: (row) => dateTime(row.at), head: true },
              ...series.map((one) => ({
                key: one.label,
                label: one.label,
                numeric: true,
                cell: (row: { index: number }) => {
                  const value = one.values[row.index];
                  return typeof value === "number" ? format(value) : "–";
                },
              })),
            ]}
          />
        </details>
      </figcaption>
    </figure>
  );
}
