// Lines over years, days or numbers, with the normal band, a threshold and numbered events.
import { area, line } from "d3-shape";
import { groupScale, linearAxis, timeAxis, type Axis } from "./scales.ts";
import { spread, textWidth } from "./text.ts";

export interface LinesInput {
  readonly x: readonly (string | number | null)[];
  readonly dated: boolean;
  readonly y: readonly (number | null)[];
  readonly series: readonly string[] | null;
  readonly low: readonly (number | null)[] | null;
  readonly high: readonly (number | null)[] | null;
  readonly events: readonly { readonly x: string | number; readonly label: string }[];
  readonly threshold: number | null;
}

export interface Point {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

export interface Series {
  readonly name: string;
  readonly shade: number;
  readonly path: string;
  readonly band: string | null;
  readonly points: readonly Point[];
  readonly labelY: number;
}

export interface LinesLayout {
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  readonly dated: boolean;
  readonly series: readonly Series[];
  readonly events: readonly { readonly at: number; readonly label: string; readonly number: number }[];
  readonly threshold: number | null;
  readonly left: number;
}

const MOST_SERIES = 8;

/** Where on the axis a cell stands: a year or day number as it is, a date as milliseconds. */
export function position(cell: string | number | null, dated: boolean): number | null {
  if (cell === null) return null;
  if (!dated) {
    const value = Number(cell);
    return cell === "" || !Number.isFinite(value) ? null : value;
  }
  const text = String(cell);
  const at = Date.parse(/^\d{4}$/.test(text) ? `${text}-01-01` : /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text);
  return Number.isNaN(at) ? null : at;
}

export function layLines(input: LinesInput, width: number): LinesLayout {
  const names = groupScale(input.series ?? [""]);
  const shown = names.names.slice(0, MOST_SERIES);
  const place = input.x.map((cell) => position(cell, input.dated));
  const narrow = width < 460;
  const labelled = shown.length > 1;
  const room = labelled && width >= 560 ? Math.min(Math.max(170, width * 0.2), Math.max(...shown.map((name) => textWidth(name, 12))) + 38) : 12;
  const plot = { left: narrow ? 44 : 58, right: width - room, top: input.events.length ? 26 : 12, bottom: 0 };
  const height = Math.round(Math.max(210, Math.min(340, width * 0.5)));
  plot.bottom = height - 28;
  const events = input.events.flatMap((event) => {
    const at = position(event.x, input.dated);
    return at === null ? [] : [{ at, label: event.label }];
  });
  const known = place.filter((at): at is number => at !== null);
  const count = Math.max(2, Math.floor((plot.right - plot.left) / (narrow ? 70 : 90)));
  const xAxis = input.dated
    ? timeAxis(known.length ? known : [0, 1], plot.left, plot.right, count)
    : linearAxis(known, plot.left, plot.right, { zero: false, count, nice: false });
  const heights = [...input.y, ...(input.low ?? []), ...(input.high ?? []), input.threshold];
  const yAxis = linearAxis(heights, plot.bottom, plot.top, { count: 4 });
  const bare = shown.map((name) => {
    const rows = input.y
      .map((value, row) => ({ row, value, at: place[row] ?? null }))
      .filter((one) => one.at !== null && (input.series === null || input.series[one.row] === name))
      .sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
    const path = line<(typeof rows)[number]>(
      (one) => xAxis.place(one.at ?? 0),
      (one) => yAxis.place(one.value ?? 0),
    ).defined((one) => one.value !== null);
    const band = area<(typeof rows)[number]>()
      .x((one) => xAxis.place(one.at ?? 0))
      .y0((one) => yAxis.place(input.low?.[one.row] ?? 0))
      .y1((one) => yAxis.place(input.high?.[one.row] ?? 0))
      .defined((one) => (input.low?.[one.row] ?? null) !== null && (input.high?.[one.row] ?? null) !== null);
    const points = rows.flatMap((one) =>
      one.value === null
        ? []
        : [{ row: one.row, x: xAxis.place(one.at ?? 0), y: yAxis.place(one.value), value: one.value }],
    );
    return { name, shade: names.of(name), path: path(rows) ?? "", band: input.low && input.high ? band(rows) : null, points };
  });
  const wanted = bare.map((one) => one.points[one.points.length - 1]?.y ?? plot.top);
  const labels = spread(wanted, 15, plot.top + 4, plot.bottom);
  return {
    height,
    plot,
    xAxis,
    yAxis,
    dated: input.dated,
    series: bare.map((one, i) => ({ ...one, labelY: labels[i] ?? 0 })),
    events: events
      .filter((event) => event.at >= xAxis.least && event.at <= xAxis.most)
      .map((event, i) => ({ at: xAxis.place(event.at), label: event.label, number: i + 1 })),
    threshold: input.threshold === null ? null : yAxis.place(input.threshold),
    left: names.names.length - shown.length,
  };
}

/** Few enough marks to step through by key: ends, turns of the largest size, and every nth between. */
export function thinned(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const every = Math.ceil(points.length / most);
  const high = points.reduce((a, b) => (b.value > a.value ? b : a));
  const low = points.reduce((a, b) => (b.value < a.value ? b : a));
  return points.filter((p, i) => i % every === 0 || i === points.length - 1 || p === high || p === low);
}
