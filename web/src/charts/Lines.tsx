import { useWords } from "../words/words.tsx";
import { BottomAxis, LeftAxis } from "./Axes.tsx";
import { cells, columnOf, figures, optionalFigures, optionalTexts } from "./columns.ts";
import type { ChartOf, DrawnProps } from "./drawn.ts";
import { SIGNS, GroupLegend } from "./Legend.tsx";
import { layLines, thinned } from "./lines.ts";
import { Plot } from "./Plot.tsx";
import { fit } from "./text.ts";

const MOST_STOPS = 60;

export function Lines({ table, chart, width, label }: DrawnProps<ChartOf<"lines">>) {
  const words = useWords();
  const xColumn = columnOf(table, chart.x);
  const yColumn = columnOf(table, chart.y);
  const dated = xColumn.type === "date";
  const x = cells(table, chart.x).map((cell) => (typeof cell === "boolean" ? null : cell));
  const series = optionalTexts(table, chart.series);
  const low = optionalFigures(table, chart.low);
  const high = optionalFigures(table, chart.high);
  const layout = layLines(
    {
      x,
      dated,
      y: figures(table, chart.y),
      series,
      low,
      high,
      events: chart.events ?? [],
      threshold: chart.threshold ?? null,
    },
    width,
  );
  const many = layout.series.length > 1;
  const beside = many && layout.plot.right < width - 20;
  const numbers = words.numbers;
  const stops = layout.series.flatMap((one) =>
    thinned(one.points, Math.max(4, Math.floor(MOST_STOPS / layout.series.length))).map((point) => ({ point, one })),
  );
  const when = (row: number) => {
    const cell = x[row] ?? null;
    return cell === null ? "" : dated ? numbers.date(String(cell)) : String(cell);
  };
  const marks = stops.map(({ point, one }) => {
    const from = low?.[point.row] ?? null;
    const to = high?.[point.row] ?? null;
    const band =
      from !== null && to !== null
        ? ` (${words.say("band")} ${numbers.spoken(from, yColumn.unit)}\u2013${numbers.spoken(to, yColumn.unit)})`
        : "";
    return `${one.name ? `${one.name}, ` : ""}${when(point.row)}: ${numbers.spoken(point.value, yColumn.unit, yColumn.digits)}${band}`;
  });
  const { plot } = layout;
  return (
    <>
      <Plot
        label={label}
        width={width}
        height={layout.height}
        marks={marks}
        legend={many && !beside ? <GroupLegend names={layout.series.map((s) => s.name)} shade={(n) => layout.series.find((s) => s.name === n)?.shade ?? 8} /> : null}
      >
        {(mark) => (
          <>
            <LeftAxis axis={layout.yAxis} left={plot.left} right={plot.right} text={(v) => numbers.short(v, yColumn.unit, layout.yAxis.step)} />
            <BottomAxis
              axis={layout.xAxis}
              top={plot.bottom}
              bottom={plot.bottom}
              text={(v) => (dated ? tickDate(v, layout.xAxis.most - layout.xAxis.least, words.lang) : numbers.short(v, xColumn.unit ?? "year"))}
            />
            {layout.series.map((one) => one.band && <path key={one.name} class={`band g${one.shade}`} d={one.band} />)}
            {layout.threshold !== null && (
              <g>
                <line class="threshold" x1={plot.left} x2={plot.right} y1={layout.threshold} y2={layout.threshold} />
                <text class="threshold-name" x={plot.left + 4} y={layout.threshold - 5}>
                  {words.say("threshold", { value: numbers.plain(chart.threshold ?? 0, yColumn.unit) })}
                </text>
              </g>
            )}
            {layout.events.map((event) => (
              <g key={event.number} class="event">
                <line x1={event.at} x2={event.at} y1={plot.top - 4} y2={plot.bottom} />
                <circle cx={event.at} cy={plot.top - 11} r="8" />
                <text x={event.at} y={plot.top - 7} text-anchor="middle">
                  {event.number}
                </text>
              </g>
            ))}
            {layout.series.map((one) => (
              <path key={one.name} class={`line g${one.shade}`} d={one.path} />
            ))}
            {stops.map(({ point, one }, i) => (
              <g key={i} {...mark(i)}>
                <circle class="reach" cx={point.x} cy={point.y} r="11" />
                <circle class={`dot g${one.shade}`} cx={point.x} cy={point.y} r="3.2" />
              </g>
            ))}
            {beside &&
              layout.series.map((one) => (
                <text key={one.name} class={`line-name t${one.shade}`} x={plot.right + 8} y={one.labelY + 4}>
                  {fit(`${SIGNS[one.shade]} ${one.name}`, width - plot.right - 10, 12)}
                </text>
              ))}
          </>
        )}
      </Plot>
      {layout.events.length > 0 && (
        <ol class="events">
          {layout.events.map((event) => (
            <li key={event.number}>{event.label}</li>
          ))}
        </ol>
      )}
      {layout.left > 0 && <p class="note">{words.say("rest_in_table", { count: layout.left })}</p>}
    </>
  );
}

function tickDate(at: number, span: number, lang: string): string {
  const day = 86_400_000;
  const options: Intl.DateTimeFormatOptions =
    span > 900 * day ? { year: "numeric" } : span > 90 * day ? { month: "short", year: "2-digit" } : { day: "numeric", month: "short" };
  return new Date(at).toLocaleDateString(lang === "en" ? "en-GB" : lang, { ...options, timeZone: "UTC" });
}
