// The brief's own map (110m shapes, dots for small economies), fitted to a width. Areas keep their proportion.
import { classScale, type ClassScale } from "./scales.ts";

export interface World {
  readonly source: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: Readonly<Record<string, { readonly d: string; readonly at: readonly [number, number] }>>;
  readonly dots: Readonly<Record<string, readonly [number, number]>>;
  /** Land that is drawn for nobody: where boundaries are disputed, no side is taken. */
  readonly land: readonly string[];
}

export interface Place {
  readonly code: string;
  readonly row: number | null;
  readonly d: string | null;
  readonly at: readonly [number, number];
  readonly value: number | null;
  readonly shade: number | null;
}

export interface MapLayout {
  readonly height: number;
  readonly view: string;
  readonly places: readonly Place[];
  readonly land: readonly string[];
  readonly scale: ClassScale;
  /** Rows whose economy the map does not hold, such as groups. */
  readonly unplaced: readonly number[];
}

export function layMap(
  world: World,
  economies: readonly string[],
  values: readonly (number | null)[],
  width: number,
): MapLayout {
  const scale = classScale(values);
  const rowOf = new Map<string, number>();
  economies.forEach((code, row) => {
    if (!rowOf.has(code)) rowOf.set(code, row);
  });
  const placed = (code: string, d: string | null, at: readonly [number, number]): Place => {
    const row = rowOf.get(code) ?? null;
    const value = row === null ? null : (values[row] ?? null);
    return { code, row, d, at, value, shade: scale.of(value)?.shade ?? null };
  };
  const shapes = Object.entries(world.shapes).map(([code, shape]) => placed(code, shape.d, shape.at));
  // A dot says something only where there is a figure; sixty empty ones would be noise.
  const dots = Object.entries(world.dots)
    .map(([code, at]) => placed(code, null, at))
    .filter((place) => place.row !== null);
  return {
    height: Math.round((width * world.height) / world.width),
    view: `0 0 ${world.width} ${world.height}`,
    places: [...shapes, ...dots],
    land: world.land,
    scale,
    unplaced: [...rowOf].filter(([code]) => !(code in world.shapes) && !(code in world.dots)).map(([, row]) => row),
  };
}
