import type { Table } from "../api/types.ts";
import { useWords } from "../words/words.tsx";
import { BottomAxis } from "./Axes.tsx";
import { layBars } from "./bars.ts";
import { columnOf, figures, flags, optionalFigures, optionalTexts, texts } from "./columns.ts";
import { GroupLegend, SIGNS } from "./Legend.tsx";
import { Plot } from "./Plot.tsx";
import type { ChartOf, DrawnProps } from "./drawn.ts";

export function Bars({ table, chart, width, label, enter, extent }: DrawnProps<ChartOf<"bars">>) {
  const words = useWords();
  const column = columnOf(table, chart.value);
  const groups = optionalTexts(table, chart.group);
  const input = {
    labels: texts(table, chart.label),
    values: figures(table, chart.value),
    low: optionalFigures(table, chart.low),
    high: optionalFigures(table, chart.high),
    groups,
    marked: flags(table, chart.mark),
    extent: extent ?? [],
  };
  const layout = layBars(input, width);
  const said = (value: number | null) => (value === null ? (chart.without ?? words.say("not_known")) : say(value));
  const say = (value: number | null) => words.numbers.spoken(value, column.unit, column.digits);
  const marks = layout.bars.map((bar) => {
    const low = input.low?.[bar.index] ?? null;
    const high = input.high?.[bar.index] ?? null;
    const range = low !== null && high !== null ? ` (${say(low)}\u2013${say(high)})` : "";
    const group = groups?.[bar.index] ? `, ${groups[bar.index]}` : "";
    return `${bar.label}${group}: ${said(bar.value)}${range}${bar.marked ? `, ${markWord(table, chart.mark)}` : ""}`;
  });
  const legend = layout.groups && layout.groups.names.length > 1 && (
    <GroupLegend names={layout.groups.names} shade={layout.groups.of} />
  );
  return (
    <>
      <Plot label={label} width={width} height={layout.height} marks={marks} enter={enter} legend={legend}>
        {(mark) => (
          <>
            <BottomAxis axis={layout.axis} top={layout.top} bottom={layout.bottom} text={(v) => words.numbers.short(v, column.unit, layout.axis.step)} />
            <line class="zero" x1={layout.axis.place(0)} x2={layout.axis.place(0)} y1={layout.top} y2={layout.bottom} />
            {layout.bars.map((bar, i) => (
              <g key={i} {...mark(i)}>
                <rect class="reach" x="0" y={bar.y - 2} width={width} height={bar.height + 4} />
                <rect class={`bar g${bar.shade}${bar.marked ? " lit" : ""}`} x={bar.x} y={bar.y + (bar.height - bar.thick) / 2} width={bar.width} height={bar.thick} />
                {bar.whisker && (
                  <path class="whisker" d={`M${bar.whisker[0]},${bar.y + bar.height / 2}H${bar.whisker[1]}M${bar.whisker[0]},${bar.y + bar.height / 2 - 5}v10M${bar.whisker[1]},${bar.y + bar.height / 2 - 5}v10`} />
                )}
              </g>
            ))}
            {/* Beside the marks and not in them: a mark's name says more than the words drawn at it. */}
            {layout.bars.map((bar, i) => (
              <g key={i} aria-hidden="true" pointer-events="none">
                {bar.lines.map((line, n) => (
                  <text key={n} class="name" x="0" y={bar.y + bar.height / 2 + 4.5 + (n - (bar.lines.length - 1) / 2) * 15}>
                    {n === 0 && layout.groups && layout.groups.names.length > 1 ? `${SIGNS[bar.shade]} ${line}` : line}
                  </text>
                ))}
                <text class={bar.value === null ? "value missing" : "value"} x={bar.end + 6} y={bar.y + bar.height / 2 + 4.5}>
                  {bar.value === null ? (chart.without ?? words.say("not_known")) : words.numbers.label(bar.value, column.unit, column.digits)}
                  {bar.marked ? " \u25c6" : ""}
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

function markWord(table: Table, name: string | null | undefined): string {
  return name == null ? "" : columnOf(table, name).label;
}
