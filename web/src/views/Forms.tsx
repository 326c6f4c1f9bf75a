// Small forms a view asks to be filled in, such as a notice. What is typed stays until the server has taken it.
import { useState } from "preact/hooks";
import type { Form, View } from "../api/types.ts";
import { useWords } from "../words/words.tsx";
import { Field, valueText } from "./Controls.tsx";
import { typed } from "./typed.ts";

export function Forms({ view, send }: { view: View; send: (name: string, body: unknown) => void }) {
  if (!view.forms || view.forms.length === 0) return null;
  return (
    <>
      {view.forms.map((form) => (
        <OneForm key={form.name} form={form} send={send} />
      ))}
    </>
  );
}

function OneForm({ form, send }: { form: Form; send: (name: string, body: unknown) => void }) {
  const words = useWords();
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const controls = form.controls.map((control) => ({ ...control, value: given[control.name] ?? valueText(control) }));
  return (
    <section class="block wide" aria-labelledby={`form-${form.name}`}>
      <header>
        <h2 id={`form-${form.name}`}>{form.label}</h2>
      </header>
      <form
        class="controls"
        onSubmit={(event) => {
          event.preventDefault();
          send(form.name, Object.fromEntries(controls.map((control) => [control.name, typed(control)])));
        }}
      >
        {controls.map((control) => (
          <Field key={control.name} control={control} set={(value) => setGiven({ ...given, [control.name]: value ?? "" })} />
        ))}
        <p class="send">
          <button type="submit" class="main">
            {words.say("send")}
          </button>
        </p>
      </form>
    </section>
  );
}
