import { useWords } from "../words/words.tsx";
import { columnOf, figures, flags, optionalTexts, texts } from "./columns.ts";
import type { ChartOf, DrawnProps } from "./drawn.ts";
import { Plot } from "./Plot.tsx";
import { laySankey } from "./sankey.ts";
import { fit } from "./text.ts";

export function Sankey({ table, chart, width, label, extent }: DrawnProps<ChartOf<"sankey">>) {
  const words = useWords();
  const column = columnOf(table, chart.value);
  const input = {
    source: texts(table, chart.source),
    target: texts(table, chart.target),
    value: figures(table, chart.value),
    stageSource: optionalTexts(table, chart.stage_source),
    stageTarget: optionalTexts(table, chart.stage_target),
    lit: flags(table, chart.lit),
    whole: extent?.[1] ?? null,
  };
  const tight = laySankey(input, width);
  // A drawing narrower than its names need scrolls sideways instead.
  const room = Math.max(width, tight.stages.length * 150);
  const layout = room === width ? tight : laySankey(input, room);
  const anyLit = layout.flows.some((flow) => flow.lit);
  const litWord = chart.lit ? columnOf(table, chart.lit).label : "";
  const marks = layout.flows.map(
    (flow) => `${flow.from} \u2192 ${flow.to}: ${words.numbers.spoken(flow.value, column.unit, column.digits)}${flow.lit ? ` \u25c6 ${litWord}` : ""}`,
  );
  const gap = layout.stages.length > 1 ? room / (layout.stages.length - 1) - 34 : room;
  return (
    <>
      <Plot
        label={label}
        width={room}
        height={layout.height}
        marks={marks}
        legend={
          anyLit && (
            <p class="legend">
              <span class="sign lit" aria-hidden="true">
                {"\u25c6"}
              </span>
              {litWord}
            </p>
          )
        }
      >
        {(mark) => (
          <>
            {layout.stages.map((stage) => (
              <text key={stage.x} class="stage" x={stage.last ? stage.x + 12 : stage.x} y="14" text-anchor={stage.last ? "end" : "start"}>
                {fit(stage.name, Math.max(60, gap), 12)}
              </text>
            ))}
            {layout.flows.map((flow, i) => (
              <g key={i} {...mark(i)}>
                <path class={flow.lit ? "flow lit" : "flow"} d={flow.path} stroke-width={flow.width} />
              </g>
            ))}
            {layout.nodes.map((node) => (
              <g key={node.key} aria-hidden="true" pointer-events="none">
                <rect class={node.lit ? "node lit" : "node"} x={node.x0} y={node.y0} width={node.x1 - node.x0} height={node.y1 - node.y0} />
                <text class="node-name" x={node.last ? node.x0 - 6 : node.x1 + 6} y={(node.y0 + node.y1) / 2 + 4} text-anchor={node.last ? "end" : "start"}>
                  {node.lit ? "\u25c6 " : ""}
                  {fit(node.name, Math.max(70, gap * (layout.stages.length > 2 ? 0.62 : 0.45)), 12)}
                </text>
              </g>
            ))}
          </>
        )}
      </Plot>
      {layout.left > 0 && <p class="note">{words.say("rest_in_table", { count: layout.left })}</p>}
    </>
  );
}
