// Which blocks take the whole width: those that need it, and a half that would stand alone.
import type { Block } from "../api/types.ts";
import { drawable } from "../charts/drawable.ts";

const ALWAYS = new Set(["sankey", "map", "matrix", "steps", "scatter"]);

export function wideBlocks(blocks: readonly Block[]): ReadonlySet<string> {
  const wide = new Set<string>();
  let waiting: string | null = null;
  blocks.forEach((block, i) => {
    const needs = i === 0 || block.chart === null || !drawable(block) || ALWAYS.has(block.chart.kind);
    if (needs) {
      wide.add(block.id);
      if (waiting !== null) wide.add(waiting);
      waiting = null;
    } else waiting = waiting === null ? block.id : null;
  });
  if (waiting !== null) wide.add(waiting);
  return wide;
}
