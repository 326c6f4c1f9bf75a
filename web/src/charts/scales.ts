// Scales shared by a chart and its legend: one object says both which class a value has and what the class means.
import { quantile, ticks } from "d3-array";
import { scaleLinear, scaleTime, type ScaleLinear, type ScaleTime } from "d3-scale";

export interface Axis {
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly value: number }[];
  readonly least: number;
  readonly most: number;
  readonly step: number | null;
}

/** A straight axis over values; zero is in it when asked, since lengths lie without it. */
export function linearAxis(
  values: readonly (number | null)[],
  from: number,
  to: number,
  options: { zero?: boolean; count?: number; nice?: boolean } = {},
): Axis {
  const known = values.filter((value): value is number => value !== null);
  let least = Math.min(...known);
  let most = Math.max(...known);
  if (known.length === 0) [least, most] = [0, 1];
  if (options.zero ?? true) [least, most] = [Math.min(least, 0), Math.max(most, 0)];
  if (least === most) [least, most] = least === 0 ? [0, 1] : [least - Math.abs(least) / 2, most + Math.abs(most) / 2];
  const count = options.count ?? 4;
  const scale: ScaleLinear<number, number> = scaleLinear([least, most], [from, to]);
  if (options.nice ?? true) scale.nice(count);
  const [low, high] = scale.domain() as [number, number];
  const even = ticks(low, high, count);
  // There is no half year and no half of a counted thing.
  const made = known.every((value) => Number.isInteger(value)) ? even.filter((value) => Number.isInteger(value)) : even;
  const step = made.length > 1 ? Math.abs((made[1] ?? 0) - (made[0] ?? 0)) : null;
  return { place: scale, ticks: made.map((value) => ({ at: scale(value), value })), least: low, most: high, step };
}

/** An axis over days, given as milliseconds. */
export function timeAxis(values: readonly number[], from: number, to: number, count: number): Axis {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const scale: ScaleTime<number, number> = scaleTime([new Date(least), new Date(most)], [from, to]);
  const made = scale.ticks(count);
  return {
    place: (value) => scale(value),
    ticks: made.map((day) => ({ at: scale(day), value: day.getTime() })),
    least,
    most,
    step: null,
  };
}

export interface Class {
  readonly from: number;
  readonly to: number;
  /** 1 is lightest; the name of the CSS class is `s1` to `s5`. */
  readonly shade: number;
}

export interface ClassScale {
  readonly classes: readonly Class[];
  readonly of: (value: number | null) => Class | null;
}

/** Classes of about as many values each, so that a few giants do not leave the rest in one shade. */
export function classScale(values: readonly (number | null)[], most = 5): ClassScale {
  // Each value once: where most are nought, quantiles of all would leave a single class for the rest.
  const known = [...new Set(values.filter((value): value is number => value !== null))].sort((a, b) => a - b);
  const least = known[0];
  const top = known[known.length - 1];
  if (least === undefined || top === undefined) return { classes: [], of: () => null };
  const counted = known.every((value) => Number.isInteger(value)) && top - least < 10_000;
  const cuts = new Set<number>([least]);
  for (let i = 1; i < most; i++) {
    const cut = quantile(known, i / most) ?? least;
    cuts.add(counted ? Math.ceil(cut) : round(cut));
  }
  const edges = [...cuts].filter((edge) => edge >= least && edge <= top).sort((a, b) => a - b);
  const classes = edges.map((from, i) => {
    const next = edges[i + 1];
    return {
      from,
      // Counted things have whole ends that do not meet; measured ones meet.
      to: next === undefined ? top : counted ? next - 1 : next,
      shade: edges.length === 1 ? most : 1 + Math.round((i * (most - 1)) / (edges.length - 1)),
    };
  });
  const of = (value: number | null) => {
    if (value === null) return null;
    let found = classes[0] ?? null;
    for (const one of classes) if (value >= one.from) found = one;
    return found;
  };
  return { classes, of };
}

function round(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Number((Math.round(value / unit) * unit).toPrecision(3));
}

/** Names in order of first sight, each with a number from 1 to 8; the eighth stands for all that follow. */
export function groupScale(names: readonly string[]): { names: string[]; of: (name: string) => number } {
  const seen = [...new Set(names)];
  const at = new Map(seen.map((name, i) => [name, Math.min(i + 1, 8)]));
  return { names: seen, of: (name) => at.get(name) ?? 8 };
}
