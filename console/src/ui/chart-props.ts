// What a chart shows.

export interface ChartSeries {
  readonly label: string;
  /** One for each instant; `null` where nothing is known. */
  readonly values: readonly (number | null)[];
  readonly color: "warm" | "cool" | "good" | "bad" | "muted";
  readonly shape?: "line" | "steps" | "bars";
}

export interface ChartProps {
  /** What is shown, in a sentence. */
  readonly label: string;
  /** Instants in milliseconds, rising. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
  /** How a value is written. */
  readonly format?: (value: number) => string;
  readonly height?: number;
  readonly testid?: string;
}
