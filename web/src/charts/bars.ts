// Horizontal bars, with a whisker where a range is known.
import { linearAxis, groupScale, type Axis } from "./scales.ts";
import { textWidth, wrap } from "./text.ts";

export interface BarsInput {
  readonly labels: readonly string[];
  readonly values: readonly (number | null)[];
  readonly low?: readonly (number | null)[] | null;
  readonly high?: readonly (number | null)[] | null;
  readonly groups?: readonly string[] | null;
  readonly marked: readonly boolean[];
  readonly extent?: readonly number[];
}

export interface Bar {
  readonly index: number;
  readonly label: string;
  readonly lines: readonly string[];
  readonly value: number | null;
  readonly y: number;
  readonly height: number;
  /** How thick the bar itself is: the same for all, however many lines its name takes. */
  readonly thick: number;
  readonly x: number;
  readonly width: number;
  readonly whisker: readonly [number, number] | null;
  readonly end: number;
  readonly shade: number;
  readonly marked: boolean;
}

export interface BarsLayout {
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly axis: Axis;
  readonly top: number;
  readonly bottom: number;
  readonly groups: ReturnType<typeof groupScale> | null;
  /** Rows that the picture leaves to the table. */
  readonly left: number;
}

export const MOST_BARS = 20;

export function layBars(input: BarsInput, width: number): BarsLayout {
  const count = Math.min(input.labels.length, MOST_BARS);
  const narrow = width < 460;
  const longest = Math.max(0, ...input.labels.slice(0, count).map((label) => textWidth(label, 13)));
  const gutter = Math.ceil(Math.min(longest + 14, width * (narrow ? 0.38 : 0.34)));
  const size = count > 14 ? 20 : 26;
  const ends = [...input.values, ...(input.low ?? []), ...(input.high ?? []), ...(input.extent ?? [])];
  const axis = linearAxis(ends, gutter, width - (narrow ? 54 : 76), { count: narrow ? 3 : 5 });
  const groups = input.groups ? groupScale(input.groups) : null;
  const top = 8;
  let y = top;
  const bars: Bar[] = [];
  for (let i = 0; i < count; i++) {
    const label = input.labels[i] ?? "";
    // Rows of one name stand together; saying it once shows that they are one thing at two times.
    const again = groups !== null && i > 0 && input.labels[i - 1] === label;
    const lines = again ? [""] : wrap(label, gutter - 12, 13, 2);
    const value = input.values[i] ?? null;
    const height = lines.length > 1 ? Math.max(size, 34) : size;
    const low = input.low?.[i] ?? null;
    const high = input.high?.[i] ?? null;
    const zero = axis.place(0);
    const to = value === null ? zero : axis.place(value);
    const whisker = low !== null && high !== null ? ([axis.place(low), axis.place(high)] as const) : null;
    bars.push({
      index: i,
      label,
      lines,
      value,
      y,
      height,
      thick: size - 6,
      x: Math.min(zero, to),
      width: Math.abs(to - zero),
      whisker,
      end: Math.max(zero, to, whisker?.[1] ?? 0),
      shade: groups && input.groups ? groups.of(input.groups[i] ?? "") : 1,
      marked: input.marked[i] ?? false,
    });
    y += height + 5;
  }
  return { height: y + 26, bars, axis, top, bottom: y, groups, left: input.labels.length - count };
}
