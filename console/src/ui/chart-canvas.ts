// Draws a chart with uPlot. Fetched on demand; takes its colours from the style.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { date, time, timeSeconds } from "../i18n/format.js";
import type { ChartProps, ChartSeries } from "./chart-props.js";

const DAY_SECONDS = 86_400;
const MINUTE_SECONDS = 60;

/** Draws into `holder`, as wide as that is. */
export function draw(holder: HTMLElement, props: ChartProps, height: number) {
  const color = reader(holder);
  const width = () => Math.max(200, holder.clientWidth);
  const plot = new uPlot(options(props, color, width(), height), data(props), holder);
  const sized = new ResizeObserver(() => {
    if (plot.width !== width()) plot.setSize({ width: width(), height });
  });
  sized.observe(holder);
  return {
    update: (next: ChartProps) => plot.setData(data(next)),
    remove() {
      sized.disconnect();
      plot.destroy();
    },
  };
}

/** A step chart extends its last value to now. */
function data({ times, series }: ChartProps): uPlot.AlignedData {
  const now = Date.now();
  const lasts = series.every(({ shape }) => shape === "steps") && now > (times.at(-1) ?? now);
  const tail = <T>(values: readonly T[], last: T | undefined) =>
    lasts && last !== undefined ? [...values, last] : [...values];
  return [tail(times, now).map((at) => at / 1000), ...series.map(({ values }) => tail(values, values.at(-1)))];
}

function options(props: ChartProps, color: (name: string) => string, width: number, height: number): uPlot.Options {
  const format = props.format ?? String;
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const grid = { stroke: color("--line"), width: 1 };
  const axis = { stroke: color("--muted"), font, grid, ticks: { ...grid, size: 4 } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    padding: [8, 20, 0, 0],
    scales: {
      x: { range: (plot, low, high) => span(plot.data[0], low, high) },
      y: { range: (_, low, high) => rise(low, high) },
    },
    axes: [
      {
        ...axis,
        size: 32,
        grid: { show: false },
        values: (_, splits, __, ___, step) => splits.map((at) => label(at, step)),
      },
      { ...axis, size: 56, values: (_, splits) => splits.map(format) },
    ],
    series: [{}, ...props.series.map((one) => stroke(one, color))],
  };
}

/** A single instant has half a minute on either side, so that its time can be read. */
function span(times: uPlot.AlignedData[0], low: number, high: number): [number, number] {
  const [first = 0, second] = times;
  if (second !== undefined && high - low >= 1) return [low, high];
  return [first - MINUTE_SECONDS / 2, first + MINUTE_SECONDS / 2];
}

/** The y range always includes zero, so that a constant is not drawn as noise. */
function rise(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || (low === 0 && high === 0)) return [0, 1];
  return [Math.min(0, low * 1.08), Math.max(0, high * 1.08)];
}

function label(seconds: number, step: number): string {
  if (step >= DAY_SECONDS) return date(seconds * 1000);
  return step < MINUTE_SECONDS ? timeSeconds(seconds * 1000) : time(seconds * 1000);
}

function stroke({ label, color: name, shape }: ChartSeries, color: (name: string) => string): uPlot.Series {
  const line = color(`--chart-${name}`);
  const paths = {
    line: uPlot.paths.linear,
    steps: () => uPlot.paths.stepped?.({ align: 1 }),
    bars: () => uPlot.paths.bars?.({ size: [0.7, 28], radius: 0.2 }),
  }[shape ?? "line"]?.();
  return {
    label,
    stroke: line,
    width: 2,
    points: { show: false },
    ...(paths === undefined ? {} : { paths }),
    ...(shape === "bars" ? { fill: line } : {}),
  };
}

/** Resolves CSS custom properties to colours that a canvas understands. */
function reader(holder: HTMLElement): (name: string) => string {
  return (name) => {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    holder.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
}
