// Every good in one table: find, filter, sort, and ask why a row scores as it does.
import { useEffect, useRef } from "preact/hooks";
import type { View } from "../api/types.ts";
import { change } from "../url/route.ts";
import { useWords } from "../words/words.tsx";
import { useView } from "./asking.ts";
import { BlockCard } from "./BlockCard.tsx";
import { useHere } from "./context.ts";
import { Controls } from "./Controls.tsx";
import { found } from "./order.ts";
import { Loading, TroubleNotice } from "./Notices.tsx";

export function Explorer({ view }: { view: View }) {
  const words = useWords();
  const { address, index } = useHere();
  const find = address.state.get("find") ?? "";
  const why = address.state.get("why");
  const [main, ...rest] = view.blocks;
  if (!main) return null;
  const goodAt = ["good", "product", "code"].map((name) => main.table.columns.findIndex((column) => column.name === name)).find((at) => at >= 0) ?? -1;
  const name = (cell: unknown) => index.goods.find((good) => good.id === cell)?.name ?? String(cell ?? "");
  const rows = found(main.table, find, (cell, column) => (column === "good" ? `${String(cell)} ${name(cell)}` : String(cell ?? "")));
  const ask = goodAt < 0 ? null : (row: number) => change(address, { why: String(main.table.rows[row]?.[goodAt] ?? "") });
  return (
    <>
      <Controls controls={view.controls} />
      <div class="finder">
        <label class="field" for="find">
          <span>{words.say("find")}</span>
          <input
            id="find"
            type="search"
            value={find}
            maxLength={120}
            onInput={(event) => change(address, { find: event.currentTarget.value || null }, true)}
          />
        </label>
        <p role="status">{words.say("rows", { shown: words.numbers.plain(rows.length, "count", 0), total: words.numbers.plain(main.table.rows.length, "count", 0) })}</p>
      </div>
      <div class={why ? "with-why" : ""}>
        <div class="blocks">
          <BlockCard view={view} block={main} wide find={find} why={ask} first="table" />
          {rest.map((block) => (
            <BlockCard key={block.id} view={view} block={block} wide />
          ))}
        </div>
        {why && <Why key={why} good={why} name={name(why)} />}
      </div>
    </>
  );
}

function Why({ good, name }: { good: string; name: string }) {
  const words = useWords();
  const { address } = useHere();
  // A row of the product list is named by its code, all others by their good.
  const rowName = address.state.get("level") === "hs6" ? "code" : "good";
  const asking = useView(address, words.lang, { [rowName]: good, block: "why" });
  const title = useRef<HTMLHeadingElement>(null);
  const opener = useRef(document.activeElement);
  useEffect(() => title.current?.focus(), []);
  const close = () => {
    change(address, { why: null });
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <aside class="why" aria-labelledby="why-title" onKeyDown={(event) => event.key === "Escape" && close()}>
      <header>
        <h2 id="why-title" ref={title} tabindex={-1}>
          {words.say("why_of", { name })}
        </h2>
        <button type="button" onClick={close}>
          {words.say("close")}
        </button>
      </header>
      {asking.trouble ? (
        <TroubleNotice trouble={asking.trouble} />
      ) : asking.view && !asking.busy ? (
        <>
          <p class="sentence">{asking.view.headline}</p>
          {asking.view.blocks.map((block) => (
            <BlockCard key={block.id} view={asking.view as View} block={block} wide />
          ))}
        </>
      ) : (
        <Loading />
      )}
    </aside>
  );
}
