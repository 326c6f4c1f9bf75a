// Bands stacked over years: how a whole is made up. Needs the same unit throughout and no negative part.
import { area, stack } from "d3-shape";
import { groupScale, linearAxis, type Axis } from "./scales.ts";
import { position } from "./lines.ts";

export interface StackInput {
  readonly x: readonly (string | number | null)[];
  readonly y: readonly (number | null)[];
  readonly series: readonly string[];
}

export interface Layer {
  readonly name: string;
  readonly shade: number;
  readonly path: string;
  readonly marks: readonly { readonly row: number; readonly x: number; readonly y0: number; readonly y1: number }[];
}

export interface StackLayout {
  readonly height: number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  readonly layers: readonly Layer[];
}

export function layStack(input: StackInput, width: number): StackLayout {
  const places = [...new Set(input.x.map((cell) => position(cell, false)))]
    .filter((at): at is number => at !== null)
    .sort((a, b) => a - b);
  const names = groupScale(input.series);
  const rowOf = new Map<string, number>();
  input.x.forEach((cell, row) => rowOf.set(`${position(cell, false)}\t${input.series[row]}`, row));
  const value = (at: number, name: string) => Math.max(0, input.y[rowOf.get(`${at}\t${name}`) ?? -1] ?? 0);
  const layers = stack<number, string>().keys(names.names).value(value)(places);
  const height = Math.round(Math.max(220, Math.min(340, width * 0.5)));
  const plot = { left: width < 460 ? 44 : 58, right: width - 12, top: 12, bottom: height - 28 };
  const count = Math.max(2, Math.floor((plot.right - plot.left) / 80));
  const xAxis = linearAxis(places, plot.left, plot.right, { zero: false, count, nice: false });
  const tops = layers.flatMap((layer) => layer.map((one) => one[1]));
  const yAxis = linearAxis(tops, plot.bottom, plot.top, { count: 4 });
  return {
    height,
    plot,
    xAxis,
    yAxis,
    layers: layers.map((layer) => {
      const draw = area<(typeof layer)[number]>()
        .x((one) => xAxis.place(one.data))
        .y0((one) => yAxis.place(one[0]))
        .y1((one) => yAxis.place(one[1]));
      return {
        name: layer.key,
        shade: names.of(layer.key),
        path: draw(layer) ?? "",
        marks: layer.flatMap((one) => {
          const row = rowOf.get(`${one.data}\t${layer.key}`);
          if (row === undefined || input.y[row] === null) return [];
          return [{ row, x: xAxis.place(one.data), y0: yAxis.place(one[0]), y1: yAxis.place(one[1]) }];
        }),
      };
    }),
  };
}
