// One block: a claim, its picture and table, and everything needed to quote it.
import { useMemo, useRef } from "preact/hooks";
import { csvAddress, runCsvAddress } from "../api/fetch.ts";
import type { Act, Block, Cell, View } from "../api/types.ts";
import { drawable } from "../charts/drawable.ts";
import { Drawing } from "../charts/Drawing.tsx";
import { useScale, useWidth } from "../charts/width.ts";
import { change, go } from "../url/route.ts";
import { carried, withState } from "../url/address.ts";
import { useWords } from "../words/words.tsx";
import { useHere } from "./context.ts";
import { save, tableAsCsv } from "./files.ts";
import { Grid } from "./Grid.tsx";
import { found, ordered, readSorting } from "./order.ts";
import { pngFile, svgFile } from "./picture.ts";

export interface BlockProps {
  readonly view: View;
  readonly block: Block;
  readonly wide: boolean;
  /** The run a block came from; "page" when this page put it together, and so writes its table itself. */
  readonly made?: string;
  readonly find?: string;
  readonly act?: ((name: string, key: Cell) => void) | null;
  readonly why?: ((row: number) => void) | null;
  /** What is shown when the address does not say. */
  readonly first?: "chart" | "table";
}

export function BlockCard({ view, block, wide, made, find, act, why, first = "chart" }: BlockProps) {
  const words = useWords();
  const { address, index } = useHere();
  const card = useRef<HTMLElement>(null);
  const canDraw = drawable(block);
  const wanted = address.state.get(`tab.${block.id}`);
  const tab = canDraw && (wanted ?? first) !== "table" ? "chart" : "table";
  const sorting = readSorting(address.state.get("sort"));
  const mine = sorting?.block === block.id ? sorting : null;
  const rows = useMemo(() => {
    const name = (cell: Cell, column: string) =>
      column === "good" ? `${cell} ${index.goods.find((good) => good.id === cell)?.name ?? ""}` : String(cell ?? "");
    return ordered(block.table, found(block.table, find ?? "", name), mine, words.lang);
  }, [block, find, mine?.column, mine?.down, words.lang]);
  const acts = view.acts?.filter((one: Act) => one.block === block.id);
  const caption = { title: block.title, foot: [block.unit ? words.unit(block.unit) : "", view.citation].filter(Boolean).join(" \u00b7 ") };
  const drawing = () => card.current?.querySelector<SVGSVGElement>("svg.plot") ?? null;

  return (
    // A group, not a landmark: twenty landmarks on a page help nobody to find their way.
    <section role="group" ref={card} class={wide ? "block wide" : "block"} id={`block-${block.id}`} aria-labelledby={`title-${block.id}`}>
      <header>
        <h2 id={`title-${block.id}`} tabindex={-1}>
          {block.title}
        </h2>
        {canDraw && <Tabs block={block.id} tab={tab} choose={(next) => change(address, { [`tab.${block.id}`]: next === first ? null : next }, true)} />}
      </header>
      {block.sentence && <p class="sentence">{block.sentence}</p>}
      {block.table.rows.length === 0 ? (
        <p class="empty">{block.empty ?? words.say("empty")}</p>
      ) : (
        <div role={canDraw ? "tabpanel" : undefined} id={`panel-${block.id}`} aria-labelledby={canDraw ? `tab-${block.id}-${tab}` : undefined}>
          {tab === "chart" ? (
            <Drawn block={block} view={view} />
          ) : rows.length === 0 ? (
            <p class="empty">{words.say("none_found")}</p>
          ) : (
            <Grid
              block={block.id}
              label={block.title}
              table={block.table}
              rows={rows}
              sorting={mine}
              sort={(text) => change(address, { sort: text }, true)}
              acts={acts ?? []}
              act={act ?? null}
              why={why ?? null}
            />
          )}
        </div>
      )}
      <footer>
        <p class="facts">
          {block.unit && <span>{words.say("unit", { unit: words.unit(block.unit) })}</span>}
          {(block.as_of ?? view.as_of) && <span>{words.say("as_of", { date: words.numbers.date(block.as_of ?? view.as_of ?? "") })}</span>}
          <span class="files">
            {made === "page" ? (
              <button type="button" class="link" onClick={() => save(`${block.id}.csv`, new Blob([tableAsCsv(block.table)], { type: "text/csv" }))}>
                {words.say("csv")}
              </button>
            ) : (
              block.table.rows.length > 0 && (
                <a href={made ? runCsvAddress(made, block.id, words.lang) : csvAddress(view.view, words.lang, address.state, block.id)} download={`kanmon-${view.view}-${block.id}.csv`}>
                  {words.say("csv")}
                </a>
              )
            )}
            {tab === "chart" && block.chart?.kind !== "steps" && (
              <>
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    const svg = drawing();
                    if (svg) save(`kanmon-${block.id}.svg`, new Blob([svgFile(svg, caption)], { type: "image/svg+xml" }));
                  }}
                >
                  SVG
                </button>
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    const svg = drawing();
                    if (svg) void pngFile(svg, caption).then((file) => file && save(`kanmon-${block.id}.png`, file));
                  }}
                >
                  PNG
                </button>
              </>
            )}
          </span>
        </p>
        <Sources block={block} />
      </footer>
    </section>
  );
}

/** The chart, as wide as the card lets it be; a mark whose row names a good leads to that good. */
export function Drawn({ block, view, extent }: { block: Block; view: View; extent?: readonly number[] }) {
  const { address, index } = useHere();
  const [room, width] = useWidth<HTMLDivElement>();
  const scale = useScale();
  const chart = block.chart;
  const goodAt = block.table.columns.findIndex((column) => column.name === "good");
  const leads = goodAt >= 0 && (chart?.kind === "bars" || chart?.kind === "tree" || chart?.kind === "scatter") && view.view !== "good";
  const goodOf = (row: number) => {
    const cell = block.table.rows[row]?.[goodAt];
    return index.goods.find((good) => good.id === cell || good.name === cell);
  };
  const enter = leads
    ? (row: number) => {
        const good = goodOf(row);
        if (good) go({ view: "good", state: withState(carried(address.state), { good: good.id }) });
      }
    : null;
  const handle = chart?.kind === "scatter" ? chart.label : null;
  const control = view.controls.find((one) => one.name === handle);
  return (
    <div class="room" ref={room}>
      {width > 0 && (
        <Drawing
          block={block}
          width={Math.floor(width / scale)}
          enter={enter}
          point={control ? String(control.value) : (address.state.get("point") ?? null)}
          move={handle ? (label) => change(address, control ? { [control.name]: label } : { point: label }, true) : null}
          extent={extent ?? []}
        />
      )}
    </div>
  );
}

function Tabs({ block, tab, choose }: { block: string; tab: "chart" | "table"; choose: (tab: "chart" | "table") => void }) {
  const words = useWords();
  const other = tab === "chart" ? "table" : "chart";
  return (
    <div
      class="tabs"
      role="tablist"
      aria-label={words.say("show_as")}
      onKeyDown={(event) => {
        if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
        event.preventDefault();
        choose(other);
        document.getElementById(`tab-${block}-${other}`)?.focus();
      }}
    >
      {(["chart", "table"] as const).map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${block}-${one}`}
          aria-selected={tab === one}
          aria-controls={`panel-${block}`}
          tabindex={tab === one ? 0 : -1}
          onClick={() => choose(one)}
        >
          {words.say(one)}
        </button>
      ))}
    </div>
  );
}

function Sources({ block }: { block: Block }) {
  const words = useWords();
  if (block.sources.length === 0) return <p class="sources">{words.say("no_source")}</p>;
  return (
    <details class="sources">
      <summary>
        {words.say("sources")} {[...new Set(block.sources.map((source) => source.publisher))].join(", ")}
      </summary>
      <ul>
        {block.sources.map((source) => (
          <li key={source.id}>
            {source.publisher}, {source.url ? <a href={safeLink(source.url)} rel="noreferrer noopener" target="_blank">{source.title}</a> : source.title}
            {source.vintage && `, ${source.vintage}`}
            {source.licence && ` (${source.licence})`}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Only addresses of the web lead anywhere; data could hold something else. */
export function safeLink(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}
