// Long runs: started from the view's controls, watched, cancelled, found again after a reload, compared up to four.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { asTrouble, type Trouble } from "../api/problem.ts";
import { cancelRun, ended, namedRuns, startRun, watchRun } from "../api/runs.ts";
import type { Control, Run, RunKind, View } from "../api/types.ts";
import { change } from "../url/route.ts";
import { useWords } from "../words/words.tsx";
import { Blocks } from "./Blocks.tsx";
import { Comparison } from "./Comparison.tsx";
import { useHere } from "./context.ts";
import { addressed, Controls } from "./Controls.tsx";
import { Loading, TroubleNotice } from "./Notices.tsx";
import { runName } from "./merge.ts";
import { typed } from "./typed.ts";

export const MOST_RUNS = 4;

export function runKindOf(view: View): RunKind | null {
  if (view.runs !== undefined) return view.runs;
  return view.view === "scenario" || view.view === "plan" ? view.view : view.view === "controls" ? "screening" : null;
}

export function runBody(view: View, lang: string, controls: readonly Control[]): Record<string, unknown> {
  const values = Object.fromEntries(controls.filter((control) => control.kind !== "file").map((control) => [control.name, typed(control)]));
  return { lang, party: view.party, good: view.good, ...values };
}

/** Follow the runs that the address names. */
export function useRuns(ids: readonly string[]): ReadonlyMap<string, Run | Trouble> {
  const [runs, setRuns] = useState<ReadonlyMap<string, Run | Trouble>>(new Map());
  const key = ids.join(",");
  useEffect(() => {
    const put = (id: string) => (value: Run | Trouble) => setRuns((now) => new Map(now).set(id, value));
    const stops = ids.map((id) => watchRun(id, put(id), put(id)));
    return () => stops.forEach((stop) => stop());
  }, [key]);
  return runs;
}

export function Workbench({ view, kind, children }: { view: View; kind: RunKind; children: ComponentChildren }) {
  const words = useWords();
  const { address } = useHere();
  const ids = namedRuns(address.state.get("run"));
  const runs = useRuns(ids);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const full = ids.length >= MOST_RUNS;
  const put = (next: (ids: readonly string[]) => readonly string[]) =>
    change(address, (state) => ({ run: next(namedRuns(state.get("run"))).join(",") || null }));
  const start = () => {
    setTrouble(null);
    startRun(kind, runBody(view, words.lang, addressed(view.controls, address.state))).then(
      (id) => put((now) => [...now, id]),
      (error: unknown) => setTrouble(asTrouble(error)),
    );
  };
  const done = ids.flatMap((id) => {
    const run = runs.get(id);
    return run && !(run instanceof Error) && run.result ? [{ letter: letterOf(ids, id), view: run.result, id }] : [];
  });
  return (
    <>
      <Controls controls={view.controls} good={view.good} />
      <section class="bench" aria-label={words.say("runs")}>
        <p>
          <button type="button" class="main" onClick={start} disabled={full} aria-describedby="run-limit">
            {words.say(`run_${kind}`)}
          </button>{" "}
          <span id="run-limit" class="note">
            {full ? words.say("run_full", { most: MOST_RUNS }) : words.say("run_hint", { most: MOST_RUNS })}
          </span>
        </p>
        {trouble && <TroubleNotice trouble={trouble} />}
        {ids.length > 0 && (
          <ul class="runs">
            {ids.map((id) => (
              <RunLine key={id} letter={letterOf(ids, id)} run={runs.get(id) ?? null} id={id} remove={() => put((now) => now.filter((one) => one !== id))} />
            ))}
          </ul>
        )}
      </section>
      {done.length === 1 && done[0] && <Result letter={done[0].letter} view={done[0].view} run={done[0].id} />}
      {done.length > 1 && <Comparison results={done} />}
      {children}
    </>
  );
}

export function letterOf(ids: readonly string[], id: string): string {
  return String.fromCharCode(65 + Math.max(0, ids.indexOf(id)));
}

export function Result({ letter, view, run }: { letter: string | null; view: View; run: string }) {
  const words = useWords();
  return (
    <section class="result" aria-label={words.say("result")}>
      <h2 class="finding">
        {letter && <b class="letter">{letter}</b>} {view.headline}
      </h2>
      {view.caveats.length > 0 && (
        <details class="caveats">
          <summary>{words.say("caveats")}</summary>
          <ul>
            {view.caveats.map((text, i) => (
              <li key={i}>{text}</li>
            ))}
          </ul>
        </details>
      )}
      <Blocks view={view} made={run} />
    </section>
  );
}

export function RunLine({ letter, run, id, remove }: { letter: string; run: Run | Trouble | null; id: string; remove: () => void }) {
  const words = useWords();
  const titles = useHere().index.views.map((one) => one.title);
  const [cancelling, setCancelling] = useState(false);
  if (run === null) {
    return (
      <li class="run">
        <b class="letter">{letter}</b>
        <Loading />
      </li>
    );
  }
  if (run instanceof Error) {
    return (
      <li class="run">
        <b class="letter">{letter}</b>
        <TroubleNotice trouble={run} />
        <button type="button" onClick={remove}>
          {words.say("remove")}
        </button>
      </li>
    );
  }
  const live = !ended(run);
  const label = words.say(`state_${run.state}`);
  return (
    <li class={`run ${run.state}`}>
      <b class="letter">{letter}</b>
      <span class="run-name">{run.result ? runName(run.result, titles) : words.say(`kind_${run.kind}`)}</span>
      <span class="run-state" role="status">
        {label}
        {run.message ? `: ${run.message}` : ""}
        {live && run.done !== null ? ` (${words.numbers.plain(run.done, "share", 0)})` : ""}
      </span>
      {live && <progress max="1" value={run.done ?? undefined} aria-label={label} />}
      {live ? (
        <button
          type="button"
          disabled={cancelling}
          onClick={() => {
            setCancelling(true);
            cancelRun(id).catch(() => setCancelling(false));
          }}
        >
          {words.say("cancel")}
        </button>
      ) : (
        <button type="button" onClick={remove} aria-label={`${words.say("remove")} ${letter}`}>
          {words.say("remove")}
        </button>
      )}
      {run.error && (
        <p class="run-error">
          {[run.error.title, run.error.found, run.error.remedy].filter(Boolean).join(" \u00b7 ")}
        </p>
      )}
    </li>
  );
}
