import { useWords } from "../words/words.tsx";
import { cells, columnOf, figures, texts } from "./columns.ts";
import type { ChartOf, DrawnProps } from "./drawn.ts";
import { ClassLegend } from "./Legend.tsx";
import { layMatrix } from "./matrix.ts";
import { Plot } from "./Plot.tsx";
import { fit } from "./text.ts";

export function Matrix({ table, chart, width, label }: DrawnProps<ChartOf<"matrix">>) {
  const words = useWords();
  const column = columnOf(table, chart.value);
  const rows = texts(table, chart.row);
  const columns = texts(table, chart.column);
  const values = figures(table, chart.value);
  const written = cells(table, chart.value).map((cell) => words.numbers.cell(cell, column));
  const layout = layMatrix(rows, columns, values, width);
  const marks = layout.cells.map((_, i) => `${rows[i]}, ${columns[i]}: ${typeof values[i] === "number" ? words.numbers.spoken(values[i] ?? null, column.unit, column.digits) : written[i]}`);
  return (
    <Plot
      label={label}
      width={layout.width}
      height={layout.height}
      marks={marks}
      stride={layout.columns.length}
      legend={layout.scale.classes.length > 0 && <ClassLegend scale={layout.scale} unit={column.unit} missing={values.includes(null)} />}
    >
      {(mark) => (
        <>
          <g aria-hidden="true">
            {layout.columns.map((head, i) =>
              head.lines.map((line, n) => (
                <text key={`${i}-${n}`} class="tick" x={head.x + layout.wide / 2} y={layout.head - 8 - (head.lines.length - 1 - n) * 14} text-anchor="middle">
                  {line}
                </text>
              )),
            )}
            {layout.rows.map((head, i) =>
              head.lines.map((line, n) => (
                <text key={`${i}-${n}`} class="name" x="0" y={head.y + layout.high / 2 + 4.5 + (n - (head.lines.length - 1) / 2) * 14}>
                  {line}
                </text>
              )),
            )}
          </g>
          {layout.cells.map((cell, i) => (
            <g key={i} {...mark(i)}>
              <rect class={`cell ${cell.shade ? `s${cell.shade}` : "none"}`} x={cell.x + 1} y={cell.y + 1} width={layout.wide - 2} height={layout.high - 2} />
              <text class={`cell-text${cell.shade && cell.shade > 3 ? " on-dark" : ""}`} x={cell.x + layout.wide / 2} y={cell.y + layout.high / 2 + 4.5} text-anchor="middle">
                {fit(written[i] ?? "", layout.wide - 6, 12)}
              </text>
            </g>
          ))}
        </>
      )}
    </Plot>
  );
}
