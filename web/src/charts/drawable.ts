// Which blocks a chart can be drawn of; the others show their table.
import type { Block } from "../api/types.ts";

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
