import { useState } from "preact/hooks";
import { useWords } from "../words/words.tsx";
import { BottomAxis, LeftAxis } from "./Axes.tsx";
import { columnOf, figures, flags, texts } from "./columns.ts";
import type { ChartOf, DrawnProps } from "./drawn.ts";
import { Plot } from "./Plot.tsx";
import { layScatter } from "./scatter.ts";
import { fit } from "./text.ts";

export interface ScatterProps extends DrawnProps<ChartOf<"scatter">> {
  /** Where the handle stands, as a row's label, and what to do when it is moved. */
  readonly point?: string | null;
  readonly move?: ((label: string) => void) | null;
}

export function Scatter({ table, chart, width, label, point, move, enter }: ScatterProps) {
  const words = useWords();
  const xColumn = columnOf(table, chart.x);
  const yColumn = columnOf(table, chart.y);
  const names = texts(table, chart.label);
  const x = figures(table, chart.x);
  const y = figures(table, chart.y);
  const layout = layScatter(x, y, flags(table, chart.mark), width);
  const say = (row: number) =>
    `${names[row]}: ${xColumn.label} ${words.numbers.spoken(x[row] ?? null, xColumn.unit, xColumn.digits)}, ${yColumn.label} ${words.numbers.spoken(y[row] ?? null, yColumn.unit, yColumn.digits)}`;
  const marks = layout.spots.map((spot) => say(spot.row));
  const given = layout.spots.findIndex((spot) => names[spot.row] === point);
  const chosen = given >= 0 ? given : Math.max(0, layout.spots.findIndex((spot) => spot.marked));
  const [held, setHeld] = useState<number | null>(null);
  const at = held ?? chosen;
  const now = layout.spots[at];
  const { plot } = layout;
  const rowOf = (i: number) => layout.spots[i]?.row ?? 0;
  // On a front a mark moves the handle; in a cloud it leads to what it stands for.
  const chosenBy = layout.front && move ? (i: number) => move(names[rowOf(i)] ?? "") : enter ? (i: number) => enter(rowOf(i)) : null;
  return (
    <>
      <Plot label={label} width={width} height={layout.height} marks={marks} enter={chosenBy}>
        {(mark) => (
          <>
            <LeftAxis axis={layout.yAxis} left={plot.left} right={plot.right} text={(v) => words.numbers.short(v, yColumn.unit, layout.yAxis.step)} />
            <BottomAxis axis={layout.xAxis} top={plot.top} bottom={plot.bottom} text={(v) => words.numbers.short(v, xColumn.unit, layout.xAxis.step)} />
            <text class="axis-name" x={plot.right} y={plot.bottom + 36} text-anchor="end">
              {fit(xColumn.label, plot.right - plot.left, 12)} {"\u2192"}
            </text>
            <text class="axis-name" x={plot.left + 6} y={plot.top + 4}>
              {"\u2191"} {fit(yColumn.label, plot.right - plot.left, 12)}
            </text>
            {layout.front && <path class="front" d={layout.front} />}
            {layout.spots.map((spot, i) => (
              <g key={i} {...mark(i)}>
                <circle class="reach" cx={spot.x} cy={spot.y} r="12" />
                {spot.marked ? (
                  <path class="spot lit" d={`M${spot.x},${spot.y - 8}l8,8l-8,8l-8,-8z`} />
                ) : (
                  <circle class="spot" cx={spot.x} cy={spot.y} r="5" />
                )}
              </g>
            ))}
            {layout.front && now && <circle class="handle" cx={now.x} cy={now.y} r="12" aria-hidden="true" />}
          </>
        )}
      </Plot>
      {layout.front && now && (
        <label class="walk">
          <span>{words.say("front_handle")}</span>
          <input
            type="range"
            min="0"
            max={layout.spots.length - 1}
            step="1"
            value={at}
            aria-valuetext={say(now.row)}
            onInput={(event) => setHeld(Number(event.currentTarget.value))}
            onChange={(event) => {
              const spot = layout.spots[Number(event.currentTarget.value)];
              if (spot && move) move(names[spot.row] ?? "");
            }}
          />
          <output>{say(now.row)}</output>
        </label>
      )}
    </>
  );
}
