// What a reader needs before repeating a figure: caveats, and how to cite it.
import { useState } from "preact/hooks";
import type { View } from "../api/types.ts";
import { useWords } from "../words/words.tsx";

export function Quote({ view }: { view: View }) {
  const words = useWords();
  const [copied, setCopied] = useState<"yes" | "no" | null>(null);
  const text = `${view.citation} ${location.href}`;
  const copy = () => {
    // Only a page on a safe origin may write to the clipboard; elsewhere the text is there to be selected.
    const done = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    done.then(
      () => setCopied("yes"),
      () => setCopied("no"),
    );
  };
  return (
    <section class="quote" id="quote" aria-labelledby="quote-title">
      {view.caveats.length > 0 && (
        <>
          <h2>{words.say("caveats")}</h2>
          <ul>
            {view.caveats.map((caveat, i) => (
              <li key={i}>{caveat}</li>
            ))}
          </ul>
        </>
      )}
      <h2 id="quote-title">{words.say("citation")}</h2>
      <p class="citation">{view.citation}</p>
      <p>
        <button type="button" onClick={copy}>
          {words.say("copy")}
        </button>{" "}
        <span role="status">{copied && words.say(copied === "yes" ? "copied" : "not_copied")}</span>
      </p>
    </section>
  );
}
