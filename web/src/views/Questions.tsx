// A guided path through the questions of export control, one at a time; and a whole list checked at once.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asTrouble, type Trouble } from "../api/problem.ts";
import { namedRuns, startRun } from "../api/runs.ts";
import type { Control, View } from "../api/types.ts";
import { change } from "../url/route.ts";
import { useWords } from "../words/words.tsx";
import { useHere } from "./context.ts";
import { addressed, Controls, Field, shownControls, valueText } from "./Controls.tsx";
import { TroubleNotice } from "./Notices.tsx";
import { Result, RunLine, letterOf, runBody, useRuns } from "./Workbench.tsx";

const LARGEST = 5_000_000;

export function Questions({ view, children }: { view: View; children: ComponentChildren }) {
  const words = useWords();
  const { address } = useHere();
  const controls = addressed(shownControls(view.controls), address.state);
  const all = address.state.get("tab.questions") === "all";
  return (
    <>
      <div class="question-head">
        <h2>{words.say("questions")}</h2>
        {controls.length > 1 && (
          <button type="button" onClick={() => change(address, { "tab.questions": all ? null : "all", step: null })}>
            {words.say(all ? "one_by_one" : "all_at_once")}
          </button>
        )}
      </div>
      {all ? <Controls controls={view.controls} /> : <OneByOne controls={controls} />}
      {children}
      {view.controls.filter((control) => control.kind === "file").map((control) => <Batch key={control.name} view={view} control={control} />)}
    </>
  );
}

function OneByOne({ controls }: { controls: readonly Control[] }) {
  const words = useWords();
  const { address } = useHere();
  const wanted = Number(address.state.get("step") ?? "1");
  const step = Number.isInteger(wanted) ? Math.max(1, Math.min(controls.length + 1, wanted)) : 1;
  const control = controls[step - 1];
  const title = useRef<HTMLParagraphElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step) title.current?.focus();
    before.current = step;
  }, [step]);
  const to = (next: number) => change(address, { step: next === 1 ? null : String(next) }, true);
  return (
    <div class="one-question">
      <p ref={title} tabindex={-1} class="count">
        {control ? words.say("question_of", { number: step, total: controls.length }) : words.say("questions_done")}
      </p>
      <progress max={controls.length} value={step - 1} aria-label={words.say("questions")} />
      {control ? (
        <Question control={control} set={(value) => change(address, { [control.name]: value }, true)} />
      ) : (
        <dl class="answers">
          {controls.map((one, i) => (
            <div key={one.name}>
              <dt>{one.label}</dt>
              <dd>
                {answerOf(one, words.say("yes"), words.say("no")) || words.say("not_answered")}{" "}
                <button type="button" class="link" onClick={() => to(i + 1)} aria-label={`${words.say("edit")}: ${one.label}`}>
                  {words.say("edit")}
                </button>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p class="send">
        <button type="button" disabled={step === 1} onClick={() => to(step - 1)}>
          {words.say("back")}
        </button>{" "}
        {control && (
          <button type="button" class="main" onClick={() => to(step + 1)}>
            {words.say("forward")}
          </button>
        )}
      </p>
    </div>
  );
}

function answerOf(control: Control, yes: string, no: string): string {
  const text = valueText(control);
  if (control.kind === "toggle") return text === "1" ? yes : no;
  const chosen = text.split(",");
  const labels = (control.options ?? []).filter((option) => chosen.includes(option.value)).map((option) => option.label);
  return labels.length ? labels.join(", ") : text;
}

function Question({ control, set }: { control: Control; set: (value: string | null) => void }) {
  const words = useWords();
  const options =
    control.kind === "toggle"
      ? [
          { value: "1", label: words.say("yes") },
          { value: "0", label: words.say("no") },
        ]
      : (control.options ?? []);
  if ((control.kind !== "select" && control.kind !== "toggle") || options.length > 9) return <Field control={control} set={set} />;
  const text = valueText(control);
  return (
    <fieldset class="choices">
      <legend>{control.label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={`question-${control.name}`} value={option.value} checked={option.value === text} onChange={() => set(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

function Batch({ view, control }: { view: View; control: Control }) {
  const words = useWords();
  const { address } = useHere();
  const [file, setFile] = useState<File | null>(null);
  const [refused, setRefused] = useState("");
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const ids = namedRuns(address.state.get("run")).slice(0, 1);
  const runs = useRuns(ids);
  const run = ids[0] === undefined ? null : (runs.get(ids[0]) ?? null);
  const start = () => {
    if (!file) return setRefused(words.say("file_none"));
    if (file.size > LARGEST) return setRefused(words.say("file_large", { most: LARGEST / 1e6 }));
    setRefused("");
    setTrouble(null);
    file
      .text()
      .then((text) => startRun("screening", { ...runBody(view, words.lang, addressed(view.controls, address.state)), [control.name]: { name: file.name, text } }))
      .then(
        (id) => change(address, { run: id }),
        (error: unknown) => setTrouble(asTrouble(error)),
      );
  };
  return (
    <section class="block wide batch" aria-labelledby="batch-title">
      <header>
        <h2 id="batch-title">{control.label}</h2>
      </header>
      <p class="sentence">{words.say("batch_hint")}</p>
      <p class="send">
        <label class="field" for="batch-file">
          <span>{words.say("file")}</span>
          <input id="batch-file" type="file" accept=".csv,text/csv" aria-describedby="batch-refused" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
        </label>
        <button type="button" class="main" onClick={start}>
          {words.say("run_screening")}
        </button>
        <span id="batch-refused" role="status">
          {refused}
        </span>
      </p>
      {trouble && <TroubleNotice trouble={trouble} />}
      {ids[0] !== undefined && (
        <ul class="runs">
          <RunLine letter={letterOf(ids, ids[0])} run={run} id={ids[0]} remove={() => change(address, { run: null })} />
        </ul>
      )}
      {run && !(run instanceof Error) && run.result && <Result letter={null} view={run.result} run={run.id} />}
    </section>
  );
}
