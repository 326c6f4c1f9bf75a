// Puts the tables of several runs under each other, so that lines can be drawn over each other. No figure is touched.
import { figures, texts } from "../charts/columns.ts";
import { sankeyWhole } from "../charts/sankey.ts";
import type { Block, Chart, Column, View } from "../api/types.ts";

export interface Named {
  readonly letter: string;
  readonly view: View;
}

const RUN: Column = { name: "run", label: "", type: "text", unit: null, digits: null };

/** Blocks by id over all runs, in the order of the first that has them. */
export function sharedBlocks(results: readonly Named[]): { id: string; parts: { letter: string; view: View; block: Block }[] }[] {
  const ids = [...new Set(results.flatMap((one) => one.view.blocks.map((block) => block.id)))];
  return ids.map((id) => ({
    id,
    parts: results.flatMap((one) => {
      const block = one.view.blocks.find((each) => each.id === id);
      return block ? [{ letter: one.letter, view: one.view, block }] : [];
    }),
  }));
}

/** One block of lines with a line a run and series; null when the parts cannot be laid over each other. */
export function overlaid(parts: readonly { letter: string; block: Block }[], runWord: string): Block | null {
  const first = parts[0]?.block;
  const chart = first?.chart;
  if (!first || chart?.kind !== "lines") return null;
  const names = first.table.columns.map((column) => column.name).join();
  if (parts.some((part) => part.block.table.columns.map((column) => column.name).join() !== names)) return null;
  const seriesAt = chart.series ? first.table.columns.findIndex((column) => column.name === chart.series) : -1;
  const rows = parts.flatMap((part) =>
    part.block.table.rows.map((row) => [seriesAt < 0 ? part.letter : `${part.letter} \u00b7 ${row[seriesAt] ?? ""}`, ...row]),
  );
  const drawn: Chart = { ...chart, series: "run", low: null, high: null };
  return { ...first, table: { columns: [{ ...RUN, label: runWord }, ...first.table.columns], rows }, chart: drawn };
}

/** Every figure the drawings of one kind must have room for, so that lengths can be compared across them. */
export function extentOf(parts: readonly { block: Block }[]): number[] {
  const values: number[] = [];
  for (const { block } of parts) {
    const chart = block.chart;
    if (chart?.kind === "sankey") {
      values.push(0, sankeyWhole(texts(block.table, chart.source), texts(block.table, chart.target), figures(block.table, chart.value)));
      continue;
    }
    if (chart?.kind !== "bars" && chart?.kind !== "tornado") continue;
    const wanted = chart.kind === "bars" ? [chart.value, chart.low, chart.high] : [chart.low, chart.high, chart.best];
    block.table.columns.forEach((column, at) => {
      if (!wanted.includes(column.name)) return;
      for (const row of block.table.rows) if (typeof row[at] === "number") values.push(row[at]);
    });
  }
  return values.length ? [Math.min(...values), Math.max(...values)] : [];
}

/** A run's own title; where it has only its view's, what it found tells it from others. */
export function runName(result: View, titles: readonly string[]): string {
  return titles.includes(result.title) ? result.headline : result.title;
}
