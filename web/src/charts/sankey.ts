// Flows from stage to stage. A name that appears in two stages is two nodes: re-export loops would be circles else.
import { sankey, sankeyLinkHorizontal, sankeyLeft, type SankeyGraph } from "d3-sankey";

export interface SankeyInput {
  readonly source: readonly string[];
  readonly target: readonly string[];
  readonly value: readonly (number | null)[];
  readonly stageSource: readonly string[] | null;
  readonly stageTarget: readonly string[] | null;
  readonly lit: readonly boolean[];
  /** The largest total among drawings side by side; this one is drawn lower in proportion. */
  readonly whole?: number | null;
}

export interface Node {
  readonly key: string;
  readonly name: string;
  readonly stage: string;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly value: number;
  readonly lit: boolean;
  readonly last: boolean;
}

export interface Flow {
  readonly row: number;
  readonly path: string;
  readonly width: number;
  readonly value: number;
  readonly from: string;
  readonly to: string;
  readonly lit: boolean;
}

export interface SankeyLayout {
  readonly height: number;
  readonly nodes: readonly Node[];
  readonly flows: readonly Flow[];
  readonly stages: readonly { readonly name: string; readonly x: number; readonly last: boolean }[];
  readonly left: number;
}

type N = { key: string; name: string; stage: string };
type L = { source: string; target: string; value: number; row: number };

const MOST_FLOWS = 160;
const HEAD = 30;
const FOOT = 8;

/** All that starts somewhere: the measure by which drawings are compared. */
function throughput(links: readonly L[]): number {
  const fed = new Set(links.map((link) => link.target));
  return links.filter((link) => !fed.has(link.source)).reduce((sum, link) => sum + link.value, 0);
}

/** The same measure from plain columns, for finding the largest of several drawings. */
export function sankeyWhole(source: readonly string[], target: readonly string[], value: readonly (number | null)[]): number {
  return throughput(source.map((from, row) => ({ source: from, target: target[row] ?? "", value: Math.max(0, value[row] ?? 0), row })));
}

/** Stages in the order the flows give them, so that each flow goes one way. */
function levels(links: readonly L[]): Map<string, number> {
  const level = new Map<string, number>();
  const keys = new Set(links.flatMap((link) => [link.source, link.target]));
  for (const key of keys) level.set(key, 0);
  // At most as many passes as there are nodes: a circle cannot make it run on.
  for (let pass = 0; pass < keys.size; pass++) {
    let moved = false;
    for (const link of links) {
      const next = (level.get(link.source) ?? 0) + 1;
      if ((level.get(link.target) ?? 0) < next && next <= keys.size) {
        level.set(link.target, next);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return level;
}

/** Leave out flows that would close a circle; d3-sankey refuses the whole picture for one of them. */
function withoutCircles(links: readonly L[]): L[] {
  const next = new Map<string, Set<string>>();
  const reaches = (from: string, to: string): boolean => {
    const open = [from];
    const seen = new Set<string>();
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at === to) return true;
      if (seen.has(at)) continue;
      seen.add(at);
      open.push(...(next.get(at) ?? []));
    }
    return false;
  };
  return links.filter((link) => {
    if (link.source === link.target || reaches(link.target, link.source)) return false;
    const out = next.get(link.source) ?? new Set();
    next.set(link.source, out.add(link.target));
    return true;
  });
}

export function laySankey(input: SankeyInput, width: number): SankeyLayout {
  const all: L[] = [];
  input.source.forEach((source, row) => {
    const value = input.value[row] ?? null;
    if (value === null || value <= 0) return;
    const from = input.stageSource?.[row] ?? "";
    const to = input.stageTarget?.[row] ?? "";
    const twin = input.stageSource && input.stageTarget;
    all.push({ source: twin ? `${from}\t${source}` : source, target: twin ? `${to}\t${input.target[row]}` : (input.target[row] ?? ""), value, row });
  });
  const kept = withoutCircles([...all].sort((a, b) => b.value - a.value).slice(0, MOST_FLOWS)).sort((a, b) => a.row - b.row);
  if (kept.length === 0) return { height: 0, nodes: [], flows: [], stages: [], left: all.length };
  const stageOf = new Map<string, string>();
  const nameOf = new Map<string, string>();
  for (const link of kept) {
    stageOf.set(link.source, input.stageSource?.[link.row] ?? "");
    stageOf.set(link.target, input.stageTarget?.[link.row] ?? "");
    nameOf.set(link.source, input.source[link.row] ?? "");
    nameOf.set(link.target, input.target[link.row] ?? "");
  }
  const level = levels(kept);
  const depth = Math.max(...level.values()) + 1;
  const fullest = Math.max(...Array.from({ length: depth }, (_, d) => [...level.values()].filter((l) => l === d).length));
  const padding = width < 560 ? 10 : 14;
  const full = Math.max(240, Math.min(420, width * 0.26), Math.min(900, fullest * 30 + 40));
  const gaps = HEAD + FOOT + (fullest - 1) * padding;
  const share = input.whole ? Math.min(1, Math.max(0.05, throughput(kept) / input.whole)) : 1;
  const height = gaps + (full - gaps) * share;
  const edge = width < 560 ? 4 : 8;
  const graph: SankeyGraph<N, L> = {
    nodes: [...level.keys()].map((key) => ({ key, name: nameOf.get(key) ?? key, stage: stageOf.get(key) ?? "" })),
    links: kept.map((link) => ({ ...link })),
  };
  const made = sankey<N, L>()
    .nodeId((node) => node.key)
    .nodeAlign((node, n) => Math.min(level.get((node as unknown as N).key) ?? sankeyLeft(node, n), n - 1))
    .nodeWidth(12)
    .nodePadding(padding)
    .extent([
      [edge, HEAD],
      [width - edge, height - FOOT],
    ])(graph);
  const litNodes = new Set<string>();
  const draw = sankeyLinkHorizontal<N, L>();
  const flows = made.links.map((link) => {
    const source = link.source as unknown as N;
    const target = link.target as unknown as N;
    const lit = input.lit[link.row] ?? false;
    if (lit) litNodes.add(source.key);
    return { row: link.row, path: draw(link) ?? "", width: Math.max(1, link.width ?? 1), value: link.value, from: source.name, to: target.name, lit };
  });
  const nodes = made.nodes.map((node) => ({
    key: node.key,
    name: node.name,
    stage: node.stage,
    x0: node.x0 ?? 0,
    x1: node.x1 ?? 0,
    y0: node.y0 ?? 0,
    y1: Math.max(node.y1 ?? 0, (node.y0 ?? 0) + 1),
    value: node.value ?? 0,
    lit: litNodes.has(node.key),
    last: (level.get(node.key) ?? 0) === depth - 1,
  }));
  const heads = new Map<number, string>();
  for (const node of nodes) if (!heads.has(node.x0)) heads.set(node.x0, node.stage);
  const right = Math.max(...heads.keys());
  return {
    height,
    nodes,
    flows,
    stages: [...heads].map(([x, name]) => ({ name, x, last: x === right })),
    left: input.source.length - kept.length,
  };
}
