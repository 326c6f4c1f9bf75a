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
