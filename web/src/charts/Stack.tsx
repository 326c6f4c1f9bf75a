import { useWords } from "../words/words.tsx";
import { BottomAxis, LeftAxis } from "./Axes.tsx";
import { cells, columnOf, figures, texts } from "./columns.ts";
import type { ChartOf, DrawnProps } from "./drawn.ts";
import { GroupLegend } from "./Legend.tsx";
import { Plot } from "./Plot.tsx";
import { layStack } from "./stack.ts";

export function Stack({ table, chart, width, label }: DrawnProps<ChartOf<"stack">>) {
  const words = useWords();
  const xColumn = columnOf(table, chart.x);
  const yColumn = columnOf(table, chart.y);
  const x = cells(table, chart.x).map((cell) => (typeof cell === "boolean" ? null : cell));
  const y = figures(table, chart.y);
  const layout = layStack({ x, y, series: texts(table, chart.series) }, width);
  const { plot } = layout;
  const stops = layout.layers.flatMap((layer) => layer.marks.map((one) => ({ one, layer })));
  const marks = stops.map(
    ({ one, layer }) => `${layer.name}, ${x[one.row] ?? ""}: ${words.numbers.spoken(y[one.row] ?? null, yColumn.unit, yColumn.digits)}`,
  );
  const wide = Math.max(4, (plot.right - plot.left) / Math.max(1, (layout.layers[0]?.marks.length ?? 1) - 1));
  return (
    <Plot
      label={label}
      width={width}
      height={layout.height}
      marks={marks}
      legend={<GroupLegend names={layout.layers.map((one) => one.name)} shade={(name) => layout.layers.find((one) => one.name === name)?.shade ?? 8} />}
    >
      {(mark) => (
        <>
          <LeftAxis axis={layout.yAxis} left={plot.left} right={plot.right} text={(v) => words.numbers.short(v, yColumn.unit, layout.yAxis.step)} />
          <BottomAxis axis={layout.xAxis} top={plot.bottom} bottom={plot.bottom} text={(v) => words.numbers.short(v, xColumn.unit ?? "year")} />
          {layout.layers.map((layer) => (
            <path key={layer.name} class={`layer g${layer.shade}`} d={layer.path} />
          ))}
          {stops.map(({ one }, i) => (
            <g key={i} {...mark(i)}>
              <rect class="reach" x={one.x - wide / 2} y={one.y1} width={wide} height={Math.max(1, one.y0 - one.y1)} />
              <line class="slice" x1={one.x} x2={one.x} y1={one.y0} y2={one.y1} />
            </g>
          ))}
        </>
      )}
    </Plot>
  );
}
