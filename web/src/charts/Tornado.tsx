import { useWords } from "../words/words.tsx";
import { BottomAxis } from "./Axes.tsx";
import { columnOf, figures, texts } from "./columns.ts";
import type { ChartOf, DrawnProps } from "./drawn.ts";
import { Plot } from "./Plot.tsx";
import { layTornado } from "./tornado.ts";

export function Tornado({ table, chart, width, label, extent }: DrawnProps<ChartOf<"tornado">>) {
  const words = useWords();
  const names = texts(table, chart.label);
  const low = figures(table, chart.low);
  const high = figures(table, chart.high);
  const best = figures(table, chart.best);
  const layout = layTornado(names, low, high, best, width, extent);
  const column = columnOf(table, chart.low);
  const lowWord = column.label;
  const highWord = columnOf(table, chart.high).label;
  const say = (value: number | null | undefined) => words.numbers.spoken(value ?? null, column.unit, column.digits);
  const marks = layout.swings.map((one) => `${names[one.row]}: ${lowWord} ${say(low[one.row])}, ${highWord} ${say(high[one.row])}`);
  const middle = layout.best ?? 0;
  return (
    <Plot
      label={label}
      width={width}
      height={layout.height}
      marks={marks}
      legend={
        <ul class="legend">
          <li>
            <span class="sign g2" aria-hidden="true">{"\u25a0"}</span>
            {lowWord}
          </li>
          <li>
            <span class="sign g1" aria-hidden="true">{"\u25cf"}</span>
            {highWord}
          </li>
        </ul>
      }
    >
      {(mark) => (
        <>
          <BottomAxis axis={layout.axis} top={8} bottom={layout.bottom} text={(v) => words.numbers.short(v, column.unit, layout.axis.step)} />
          {layout.swings.map((one, i) => {
            const centre = one.y + one.height / 2;
            return (
              <g key={i} {...mark(i)}>
                <rect class="reach" x="0" y={one.y - 2} width={width} height={one.height + 4} />
                {one.lines.map((line, n) => (
                  <text key={n} class="name" x="0" y={centre + 4.5 + (n - (one.lines.length - 1) / 2) * 15}>
                    {line}
                  </text>
                ))}
                {one.low !== null && <rect class="bar g2" x={Math.min(one.low, middle)} y={centre - 9} width={Math.abs(one.low - middle)} height="18" />}
                {one.high !== null && <rect class="bar g1" x={Math.min(one.high, middle)} y={centre - 9} width={Math.abs(one.high - middle)} height="18" />}
                {one.low !== null && <rect class="end g2" x={one.low - 4} y={centre - 4} width="8" height="8" />}
                {one.high !== null && <circle class="end g1" cx={one.high} cy={centre} r="4.5" />}
              </g>
            );
          })}
          {layout.best !== null && <line class="zero" x1={layout.best} x2={layout.best} y1="4" y2={layout.bottom} />}
        </>
      )}
    </Plot>
  );
}
