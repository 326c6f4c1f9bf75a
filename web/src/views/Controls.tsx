// The questions a view can be asked. Every answer goes into the address, so that the view can be sent to someone.
import { useEffect, useState } from "preact/hooks";
import type { Control } from "../api/types.ts";
import type { State } from "../url/address.ts";
import { change } from "../url/route.ts";
import { useWords } from "../words/words.tsx";
import { useHere } from "./context.ts";

/** Letters of a line; a text that may be longer is written in an area. */
const LINE = 500;
// The page's head asks these for every view.
const ELSEWHERE = new Set(["party", "lang"]);

export function shownControls(controls: readonly Control[]): readonly Control[] {
  return controls.filter((control) => !ELSEWHERE.has(control.name) && control.kind !== "file");
}

/** Controls as the address has them: it is ahead of the view while the server works out the answer. */
export function addressed(controls: readonly Control[], state: State): readonly Control[] {
  return controls.map((control) => {
    const wanted = state.get(control.name);
    if (wanted === undefined || control.kind === "file") return control;
    // A field cannot hold what is not of its kind; the server's answer says what is wrong with it.
    if (control.kind === "number" && !Number.isFinite(Number(wanted))) return control;
    if (control.kind === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(wanted)) return control;
    return { ...control, value: wanted };
  });
}

export interface ControlsProps {
  readonly controls: readonly Control[];
  /** The good in sight, where the view is about one and leaves its choice to the page. */
  readonly good?: string | null;
}

export function Controls({ controls, good }: ControlsProps) {
  const words = useWords();
  const { address } = useHere();
  const shown = addressed(shownControls(controls), address.state);
  const askGood = good != null && !shown.some((control) => control.name === "good");
  if (shown.length === 0 && !askGood) return null;
  const set = (name: string, value: string | null) => change(address, { [name]: value, ...(name === "good" ? { why: null } : {}) });
  return (
    <form class="controls" aria-label={words.say("controls")} onSubmit={(event) => event.preventDefault()}>
      {askGood && <GoodField good={good} set={(value) => set("good", value)} />}
      {shown.map((control) => (
        <Field key={control.name} control={control} set={(value) => set(control.name, value)} />
      ))}
    </form>
  );
}

/** All goods by sector. */
function GoodField({ good, set }: { good: string; set: (value: string) => void }) {
  const words = useWords();
  const { index } = useHere();
  const groups = [...new Set(index.goods.map((one) => one.group))];
  return (
    <label class="field" for="control-good">
      <span>{words.say("good")}</span>
      <select id="control-good" value={good} onChange={(event) => set(event.currentTarget.value)}>
        {groups.map((group) => (
          <optgroup key={group} label={group}>
            {index.goods
              .filter((one) => one.group === group)
              .map((one) => (
                <option key={one.id} value={one.id} selected={one.id === good}>
                  {one.name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

export function valueText(control: Control): string {
  const value = control.value;
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "boolean") return value ? "1" : "0";
  return value === null ? "" : String(value);
}

export interface FieldProps {
  readonly control: Control;
  readonly set: (value: string | null) => void;
}

export function Field({ control, set }: FieldProps) {
  const id = `control-${control.name}`;
  if (control.kind === "multi") return <Multi control={control} set={set} />;
  if (control.kind === "toggle") {
    return (
      <label class="field toggle" for={id}>
        <input id={id} type="checkbox" checked={control.value === true || control.value === "1"} onChange={(event) => set(event.currentTarget.checked ? "1" : "0")} />
        <span>{control.label}</span>
      </label>
    );
  }
  return (
    <label class="field" for={id}>
      <span>{control.label}</span>
      <Input id={id} control={control} set={set} />
    </label>
  );
}

function Input({ id, control, set }: FieldProps & { id: string }) {
  const text = valueText(control);
  if (control.kind === "select") {
    const options = control.options ?? [];
    return (
      <select id={id} value={text} onChange={(event) => set(event.currentTarget.value)}>
        {!options.some((option) => option.value === text) && <option value={text}>{text}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === text}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  return <Written id={id} control={control} set={set} />;
}

/** A field being typed in keeps what was typed, whatever else on the page is drawn anew meanwhile. */
function Written({ id, control, set }: FieldProps & { id: string }) {
  const text = valueText(control);
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => setDraft(null), [text]);
  const kind = control.kind === "number" ? "number" : control.kind === "date" ? "date" : "text";
  const longest = typeof control.most === "number" ? control.most : LINE;
  if (kind === "text" && longest > LINE) {
    return (
      <textarea
        id={id}
        rows={3}
        value={draft ?? text}
        maxLength={longest}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onChange={(event) => set(event.currentTarget.value || null)}
      />
    );
  }
  return (
    <input
      id={id}
      // The types know each kind of input apart; what is set here, all three have.
      {...({ type: kind } as { type: "text" })}
      value={draft ?? text}
      min={control.least ?? undefined}
      max={control.most ?? undefined}
      step={control.kind === "number" ? (control.step ?? "any") : undefined}
      maxLength={kind === "text" ? longest : undefined}
      onInput={(event) => setDraft(event.currentTarget.value)}
      onChange={(event) => {
        if (event.currentTarget.reportValidity()) set(event.currentTarget.value || null);
      }}
    />
  );
}

function Multi({ control, set }: FieldProps) {
  const words = useWords();
  const chosen = new Set(Array.isArray(control.value) ? (control.value as string[]) : valueText(control).split(",").filter(Boolean));
  const options = control.options ?? [];
  const names = options.filter((option) => chosen.has(option.value)).map((option) => option.label);
  const toggle = (value: string, on: boolean) => {
    const next = options.map((option) => option.value).filter((one) => (one === value ? on : chosen.has(one)));
    set(next.join(",") || null);
  };
  return (
    <div class="field multi">
      <span id={`control-${control.name}-label`}>{control.label}</span>
      <details>
        <summary>
          <span class="quiet">{control.label}: </span>
          {names.length === 0 ? words.say("nothing_chosen") : names.length > 2 ? words.say("chosen", { count: names.length }) : names.join(", ")}
        </summary>
        <fieldset aria-labelledby={`control-${control.name}-label`}>
          {options.map((option) => (
            <label key={option.value}>
              <input type="checkbox" checked={chosen.has(option.value)} onChange={(event) => toggle(option.value, event.currentTarget.checked)} />
              {option.label}
            </label>
          ))}
        </fieldset>
      </details>
    </div>
  );
}
