// Any view: headline, controls, blocks, what to know before quoting, and where to go next.
import { useEffect, useRef, useState } from "preact/hooks";
import { act } from "../api/fetch.ts";
import { asTrouble, type Trouble } from "../api/problem.ts";
import type { Cell, View } from "../api/types.ts";
import type { Address } from "../url/address.ts";
import { change } from "../url/route.ts";
import { useWords } from "../words/words.tsx";
import { useView, type Asking } from "./asking.ts";
import { Blocks } from "./Blocks.tsx";
import { useHere, hrefTo } from "./context.ts";
import { Controls, valueText } from "./Controls.tsx";
import { Explorer } from "./Explorer.tsx";
import { Forms } from "./Forms.tsx";
import { Loading, TroubleNotice } from "./Notices.tsx";
import { Questions } from "./Questions.tsx";
import { Quote } from "./Quote.tsx";
import { Workbench, runKindOf } from "./Workbench.tsx";

export function ViewPage() {
  const { address, speakOf } = useHere();
  const words = useWords();
  const asking = useView(address, words.lang);
  const { view, trouble, busy } = asking;
  const head = useRef<HTMLHeadingElement>(null);
  const shown = useRef<string | null>(null);

  useEffect(() => {
    if (!view || busy) return;
    if (view.party) speakOf(view.party);
    document.title = `${view.title} \u00b7 Kanmon`;
    // Going to another view starts at its head, for eyes and for screen readers; not on the first load.
    if (shown.current !== null && shown.current !== view.view) {
      scrollTo(0, 0);
      head.current?.focus({ preventScroll: true });
    }
    shown.current = view.view;
  }, [view, busy]);

  if (trouble) {
    return (
      <>
        <h1 class="quiet" tabindex={-1}>{words.say("trouble")}</h1>
        <TroubleNotice trouble={trouble}>
          <p>
            <button type="button" onClick={asking.again}>
              {words.say("again")}
            </button>{" "}
            <a class="button" href={hrefTo(new Map([["lang", words.lang]]), address.view)}>
              {words.say("without_choices")}
            </a>
          </p>
        </TroubleNotice>
      </>
    );
  }
  if (!view) return <Loading />;
  return (
    <article class={`view view-${view.view}`} aria-busy={busy} data-ready={busy ? undefined : view.view}>
      <header class="opening">
        <p class="kicker">{view.title}</p>
        <h1 ref={head} tabindex={-1}>
          {view.headline || view.title}
        </h1>
        {view.as_of && <p class="dateline">{words.say("as_of", { date: words.numbers.date(view.as_of) })}</p>}
      </header>
      <Inside view={view} asking={asking} />
      <Quote view={view} />
      <Files view={view} />
      <Links view={view} />
    </article>
  );
}

function Inside({ view, asking }: { view: View; asking: Asking }) {
  const { address } = useHere();
  const words = useWords();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [said, setSaid] = useState("");
  const done = (name: string, body: unknown) => {
    setTrouble(null);
    act(view.view, words.lang, address.state, name, body).then(
      (next) => {
        asking.put(next);
        follow(address, view, next);
        setSaid(words.say("act_done"));
      },
      (error: unknown) => setTrouble(asTrouble(error)),
    );
  };
  const onRow = (name: string, key: Cell) => done(name, { key });
  const blocks = <Blocks view={view} act={onRow} />;
  const kind = runKindOf(view);
  // What is being written stands before what there is to read.
  const writing = address.state.has("write");
  const forms = <Forms view={view} send={done} />;
  return (
    <>
      {trouble && <TroubleNotice trouble={trouble} />}
      <p class="quiet" role="status">
        {said}
      </p>
      {view.view === "explorer" ? (
        <Explorer view={view} />
      ) : view.view === "controls" ? (
        <Questions view={view}>{blocks}</Questions>
      ) : kind ? (
        <Workbench view={view} kind={kind}>
          {blocks}
        </Workbench>
      ) : (
        <>
          <Controls controls={view.controls} good={view.good} />
          {writing && forms}
          {blocks}
        </>
      )}
      {!writing && forms}
    </>
  );
}

/** A choice that a step has moved, such as the thread a notice has opened, moves in the address too. */
function follow(address: Address, before: View, after: View) {
  const moved: Record<string, string | null> = {};
  for (const control of after.controls) {
    const was = before.controls.find((one) => one.name === control.name);
    if (was && valueText(was) !== valueText(control)) moved[control.name] = valueText(control) || null;
  }
  if (Object.keys(moved).length > 0) change(address, moved);
}

/** Files of the server's own, to keep or to print. */
function Files({ view }: { view: View }) {
  const words = useWords();
  const files = (view.files ?? []).filter((file) => /^api\/[\w./?=&-]+$/.test(file.address));
  if (files.length === 0) return null;
  return (
    <nav class="links" aria-label={words.say("files")}>
      <h2>{words.say("files")}</h2>
      <ul>
        {files.map((file) => (
          <li key={file.address}>
            <a href={file.address}>{file.label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Links({ view }: { view: View }) {
  const words = useWords();
  const { address } = useHere();
  if (view.links.length === 0) return null;
  return (
    <nav class="links" aria-label={words.say("next")}>
      <h2>{words.say("next")}</h2>
      <ul>
        {view.links.map((link, i) => {
          const state: Record<string, string | null> = {};
          for (const [name, value] of Object.entries(link.state ?? {})) state[name] = value === null ? null : String(value);
          return (
            <li key={i}>
              <a href={hrefTo(address.state, link.view, state)}>{link.label}</a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
