// What a result hangs on: each uncertain amount at its least and its most, widest first.
import { linearAxis, type Axis } from "./scales.ts";
import { textWidth, wrap } from "./text.ts";

export interface Swing {
  readonly row: number;
  readonly lines: readonly string[];
  readonly y: number;
  readonly height: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface TornadoLayout {
  readonly height: number;
  readonly swings: readonly Swing[];
  readonly axis: Axis;
  readonly best: number | null;
  readonly bottom: number;
}

export function layTornado(
  labels: readonly string[],
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  best: readonly (number | null)[],
  width: number,
  extent: readonly number[] = [],
): TornadoLayout {
  const order = labels
    .map((_, row) => row)
    .filter((row) => low[row] != null || high[row] != null)
    .sort((a, b) => span(low[b], high[b]) - span(low[a], high[a]))
    .slice(0, 20);
  const longest = Math.max(0, ...order.map((row) => textWidth(labels[row] ?? "", 13)));
  const gutter = Math.ceil(Math.min(longest + 14, width * 0.46));
  const axis = linearAxis([...low, ...high, ...best, ...extent], gutter, width - 16, { zero: false, count: width < 460 ? 3 : 5 });
  const place = (value: number | null | undefined) => (value == null ? null : axis.place(value));
  let y = 8;
  const swings = order.map((row) => {
    const lines = wrap(labels[row] ?? "", gutter - 12, 13, 4);
    const height = Math.max(26, lines.length * 15 + 4);
    const made = { row, lines, y, height, low: place(low[row]), high: place(high[row]) };
    y += height + 6;
    return made;
  });
  const middle = best.find((value) => value !== null) ?? null;
  return { height: y + 26, swings, axis, best: place(middle), bottom: y };
}

function span(low: number | null | undefined, high: number | null | undefined): number {
  return low == null || high == null ? 0 : Math.abs(high - low);
}
