// Points of two measures; sorted along x they are a front, and a handle can walk it.
import { linearAxis, type Axis } from "./scales.ts";

export interface Spot {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly marked: boolean;
}

export interface ScatterLayout {
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  /** In order along x. */
  readonly spots: readonly Spot[];
  readonly front: string | null;
}

/** A front goes one way: as x rises, y never rises (or never falls). Anything else is a cloud, and gets no line. */
function isFront(values: readonly number[]): boolean {
  let up = true;
  let down = true;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] ?? 0) < (values[i - 1] ?? 0)) up = false;
    if ((values[i] ?? 0) > (values[i - 1] ?? 0)) down = false;
  }
  return values.length > 2 && (up || down);
}

export function layScatter(
  x: readonly (number | null)[],
  y: readonly (number | null)[],
  marked: readonly boolean[],
  width: number,
): ScatterLayout {
  const height = Math.round(Math.max(240, Math.min(380, width * 0.55)));
  const plot = { left: width < 460 ? 50 : 66, right: width - 18, top: 14, bottom: height - 44 };
  const xAxis = linearAxis(x, plot.left, plot.right, { zero: false, count: width < 460 ? 3 : 6 });
  const yAxis = linearAxis(y, plot.bottom, plot.top, { zero: false, count: 5 });
  const rows = x
    .flatMap((value, row) => {
      const other = y[row] ?? null;
      return value === null || other === null ? [] : [{ row, x: value, y: other }];
    })
    .sort((a, b) => a.x - b.x);
  const spots = rows.map((one) => ({
    row: one.row,
    x: xAxis.place(one.x),
    y: yAxis.place(one.y),
    marked: marked[one.row] ?? false,
  }));
  const front = isFront(rows.map((one) => one.y)) ? `M${spots.map((s) => `${s.x},${s.y}`).join("L")}` : null;
  return { height, plot, xAxis, yAxis, spots, front };
}
