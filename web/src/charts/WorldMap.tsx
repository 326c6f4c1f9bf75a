import { useEffect, useState } from "preact/hooks";
import { useWords } from "../words/words.tsx";
import { columnOf, figures, texts } from "./columns.ts";
import type { ChartOf, DrawnProps } from "./drawn.ts";
import { ClassLegend } from "./Legend.tsx";
import { layMap, type World } from "./map.ts";
import { Plot } from "./Plot.tsx";

// The shapes come with the first map and not before: most readers look at a table or a bar first.
let world: Promise<World> | null = null;
function loadWorld(): Promise<World> {
  world ??= import("../../../src/kanmon/brief/map/world.json").then((file) => file.default as unknown as World);
  return world;
}

export function WorldMap({ table, chart, width, label }: DrawnProps<ChartOf<"map">>) {
  const words = useWords();
  const [shapes, setShapes] = useState<World | null>(null);
  useEffect(() => {
    void loadWorld().then(setShapes);
  }, []);
  const column = columnOf(table, chart.value);
  const names = texts(table, chart.label);
  if (!shapes) return <div class="map-wait" aria-busy="true" />;
  const layout = layMap(shapes, texts(table, chart.economy), figures(table, chart.value), width);
  const held = layout.places.filter((place) => place.row !== null).sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  const marks = held.map((place) => `${names[place.row ?? 0] ?? place.code}: ${words.numbers.spoken(place.value, column.unit, column.digits)}`);
  const dot = (shapes.width / Math.max(width, 1)) * 4.5;
  return (
    <>
      <Plot
        label={label}
        width={width}
        height={layout.height}
        view={layout.view}
        marks={marks}
        legend={<ClassLegend scale={layout.scale} unit={column.unit} missing />}
      >
        {(mark) => (
          <>
            <g aria-hidden="true">
              {layout.land.map((d, i) => (
                <path key={i} class="land none" d={d} />
              ))}
              {layout.places.filter((place) => place.row === null).map((place) => place.d && <path key={place.code} class="land none" d={place.d} />)}
            </g>
            {held.map((place, i) => (
              <g key={place.code} {...mark(i)}>
                {place.d ? (
                  <path class={`land ${place.shade ? `s${place.shade}` : "none"}`} d={place.d} />
                ) : (
                  <circle class={`land small ${place.shade ? `s${place.shade}` : "none"}`} cx={place.at[0]} cy={place.at[1]} r={dot} />
                )}
              </g>
            ))}
          </>
        )}
      </Plot>
      <p class="note">
        {words.say("map_note")}
        {layout.unplaced.length > 0 && ` ${words.say("map_unplaced", { names: layout.unplaced.map((row) => names[row]).join(", ") })}`}
      </p>
    </>
  );
}
