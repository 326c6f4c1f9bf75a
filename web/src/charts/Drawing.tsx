// Chooses the chart a block asks for. A block whose chart cannot be drawn still has its table.
import type { Block } from "../api/types.ts";
import { Bars } from "./Bars.tsx";
import type { DrawnProps } from "./drawn.ts";
import { Lines } from "./Lines.tsx";
import { Matrix } from "./Matrix.tsx";
import { Sankey } from "./Sankey.tsx";
import { Scatter } from "./Scatter.tsx";
import { Stack } from "./Stack.tsx";
import { Steps } from "./Steps.tsx";
import { Tornado } from "./Tornado.tsx";
import { Tree } from "./Tree.tsx";
import { WorldMap } from "./WorldMap.tsx";

export interface DrawingProps {
  readonly block: Block;
  readonly width: number;
  readonly enter?: ((row: number) => void) | null;
  readonly point?: string | null;
  readonly move?: ((label: string) => void) | null;
  /** Figures of neighbours that the axis must hold too, so that drawings side by side share a scale. */
  readonly extent?: readonly number[];
}

/** Whether the page knows how to draw what the block asks for. */
export function drawable(block: Block): boolean {
  const chart = block.chart;
  if (!chart || block.table.rows.length === 0) return false;
  const names = new Set(block.table.columns.map((column) => column.name));
  const { kind, ...rest } = chart as unknown as Record<string, unknown> & { kind: string };
  if (!(kind in NEEDS)) return false;
  const needed = NEEDS[kind] ?? [];
  const optional = ["low", "high", "group", "mark", "series", "stage_source", "stage_target", "lit"];
  if (!known(block, MEASURES[kind] ?? [], rest)) return false;
  return (
    needed.every((name) => typeof rest[name] === "string" && names.has(rest[name])) &&
    optional.every((name) => rest[name] == null || (typeof rest[name] === "string" && names.has(rest[name])))
  );
}

// Of these one must hold a figure: axes without a mark say less than a table that says "not known".
const MEASURES: Readonly<Record<string, readonly string[]>> = {
  bars: ["value"],
  lines: ["y"],
  stack: ["y"],
  sankey: ["value"],
  map: ["value"],
  tornado: ["low", "high"],
  scatter: ["x", "y"],
  tree: ["value"],
};

function known(block: Block, names: readonly string[], chart: Readonly<Record<string, unknown>>): boolean {
  if (names.length === 0) return true;
  const places = names.map((name) => block.table.columns.findIndex((column) => column.name === chart[name]));
  return block.table.rows.some((row) => places.some((at) => typeof row[at] === "number"));
}

const NEEDS: Readonly<Record<string, readonly string[]>> = {
  bars: ["label", "value"],
  lines: ["x", "y"],
  stack: ["x", "y", "series"],
  sankey: ["source", "target", "value"],
  map: ["economy", "value", "label"],
  tornado: ["label", "low", "high", "best"],
  scatter: ["x", "y", "label"],
  matrix: ["row", "column", "value"],
  tree: ["label", "value"],
  steps: [],
};

export function Drawing({ block, width, enter, point, move, extent }: DrawingProps) {
  const chart = block.chart;
  if (!chart) return null;
  const given: Omit<DrawnProps<never>, "chart"> = {
    table: block.table,
    width,
    label: block.title,
    enter: enter ?? null,
    extent: extent ?? [],
  };
  switch (chart.kind) {
    case "bars":
      return <Bars {...given} chart={chart} />;
    case "lines":
      return <Lines {...given} chart={chart} />;
    case "stack":
      return <Stack {...given} chart={chart} />;
    case "sankey":
      return <Sankey {...given} chart={chart} />;
    case "map":
      return <WorldMap {...given} chart={chart} />;
    case "tornado":
      return <Tornado {...given} chart={chart} />;
    case "scatter":
      return <Scatter {...given} chart={chart} point={point ?? null} move={move ?? null} />;
    case "matrix":
      return <Matrix {...given} chart={chart} />;
    case "tree":
      return <Tree {...given} chart={chart} />;
    case "steps":
      return <Steps {...given} chart={chart} />;
  }
}
