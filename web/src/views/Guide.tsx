// The first visit: five short stops, each pointing at the part it speaks of. Dismissed once, it stays away.
import { useEffect, useRef, useState } from "preact/hooks";
import { recall, remember } from "../theme/memory.ts";
import { useWords } from "../words/words.tsx";

const STOPS = [".opening", ".menu", ".tabs", ".files", "#quote"] as const;

export function firstVisit(): boolean {
  return recall("guide") === null;
}

export function Guide({ close }: { close: () => void }) {
  const words = useWords();
  const [stop, setStop] = useState(0);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const target = document.querySelector(STOPS[stop] ?? "");
    target?.classList.add("pointed");
    if (stop > 0) {
      target?.scrollIntoView({ block: "center" });
      title.current?.focus({ preventScroll: true });
    }
    return () => target?.classList.remove("pointed");
  }, [stop]);
  const end = () => {
    remember("guide", "seen");
    close();
  };
  const last = stop === STOPS.length - 1;
  return (
    <aside class="guide" aria-labelledby="guide-title" onKeyDown={(event) => event.key === "Escape" && end()}>
      <p class="count">{words.say("guide_of", { number: stop + 1, total: STOPS.length })}</p>
      <h2 id="guide-title" ref={title} tabindex={-1}>
        {words.say(`guide_title_${stop + 1}`)}
      </h2>
      <p>{words.say(`guide_text_${stop + 1}`)}</p>
      <p class="send">
        <button type="button" onClick={end}>
          {words.say(last ? "guide_end" : "guide_skip")}
        </button>{" "}
        {stop > 0 && (
          <button type="button" onClick={() => setStop(stop - 1)}>
            {words.say("back")}
          </button>
        )}{" "}
        {!last && (
          <button type="button" class="main" onClick={() => setStop(stop + 1)}>
            {words.say("forward")}
          </button>
        )}
      </p>
    </aside>
  );
}
