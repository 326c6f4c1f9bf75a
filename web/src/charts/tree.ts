// A treemap: what a whole is made of. For composition only; lengths compare better.
import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import { groupScale } from "./scales.ts";

export interface Tile {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shade: number;
  readonly share: number;
}

export interface TreeLayout {
  readonly height: number;
  readonly tiles: readonly Tile[];
  readonly groups: ReturnType<typeof groupScale> | null;
  readonly total: number;
}

interface Leaf {
  readonly row: number;
  readonly value: number;
  readonly children?: readonly Leaf[];
}

export function layTree(
  values: readonly (number | null)[],
  groups: readonly string[] | null,
  width: number,
): TreeLayout {
  const height = Math.round(Math.max(220, Math.min(420, width * 0.5)));
  const scale = groups ? groupScale(groups) : null;
  const leaves = values.flatMap((value, row) => (value !== null && value > 0 ? [{ row, value }] : []));
  const total = leaves.reduce((sum, leaf) => sum + leaf.value, 0);
  const branches: Leaf[] =
    scale && groups
      ? scale.names.map((name) => ({ row: -1, value: 0, children: leaves.filter((leaf) => groups[leaf.row] === name) }))
      : leaves;
  const root = hierarchy<Leaf>({ row: -1, value: 0, children: branches }, (leaf) => leaf.children as Leaf[] | undefined)
    .sum((leaf) => (leaf.children ? 0 : leaf.value))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const made = treemap<Leaf>().size([width, height]).tile(treemapSquarify).paddingInner(2).round(true)(root);
  const tiles = made
    .leaves()
    .filter((leaf) => leaf.data.row >= 0)
    .map((leaf) => ({
      row: leaf.data.row,
      x: leaf.x0,
      y: leaf.y0,
      width: leaf.x1 - leaf.x0,
      height: leaf.y1 - leaf.y0,
      shade: scale && groups ? scale.of(groups[leaf.data.row] ?? "") : 1,
      share: total > 0 ? leaf.data.value / total : 0,
    }));
  return { height, tiles, groups: scale, total };
}
