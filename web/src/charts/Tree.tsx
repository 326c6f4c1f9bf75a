import { useWords } from "../words/words.tsx";
import { columnOf, figures, optionalTexts, texts } from "./columns.ts";
import type { ChartOf, DrawnProps } from "./drawn.ts";
import { GroupLegend } from "./Legend.tsx";
import { Plot } from "./Plot.tsx";
import { wrap } from "./text.ts";
import { layTree } from "./tree.ts";

export function Tree({ table, chart, width, label, enter }: DrawnProps<ChartOf<"tree">>) {
  const words = useWords();
  const column = columnOf(table, chart.value);
  const names = texts(table, chart.label);
  const values = figures(table, chart.value);
  const groups = optionalTexts(table, chart.group);
  const layout = layTree(values, groups, width);
  const marks = layout.tiles.map((tile) => {
    const whole = column.unit === "share" ? "" : ` (${words.numbers.plain(tile.share, "share")})`;
    return `${names[tile.row]}: ${words.numbers.spoken(values[tile.row] ?? null, column.unit, column.digits)}${whole}`;
  });
  return (
    <Plot
      label={label}
      width={width}
      height={layout.height}
      marks={marks}
      enter={enter ? (i) => enter(layout.tiles[i]?.row ?? 0) : null}
      legend={layout.groups && layout.groups.names.length > 1 && <GroupLegend names={layout.groups.names} shade={layout.groups.of} />}
    >
      {(mark) => (
        <>
          {layout.tiles.map((tile, i) => (
            <g key={i} {...mark(i)}>
              <rect class={`tile g${tile.shade}`} x={tile.x} y={tile.y} width={tile.width} height={tile.height} />
            </g>
          ))}
          {layout.tiles.map((tile, i) => {
            const lines = tile.height > 20 && tile.width > 34 ? wrap(names[tile.row] ?? "", tile.width - 10, 12, Math.max(1, Math.floor((tile.height - 20) / 15))) : [];
            return (
              <g key={i} aria-hidden="true" pointer-events="none">
                {lines.map((line, n) => (
                  <text key={n} class="tile-name" x={tile.x + 6} y={tile.y + 16 + n * 15}>
                    {line}
                  </text>
                ))}
                {tile.height > 36 && tile.width > 48 && (
                  <text class="tile-value" x={tile.x + 6} y={tile.y + 16 + lines.length * 15}>
                    {words.numbers.plain(tile.share, "share", 0)}
                  </text>
                )}
              </g>
            );
          })}
        </>
      )}
    </Plot>
  );
}
