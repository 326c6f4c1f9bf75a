// A text longer than a few lines, folded: one long cell must not push the other rows out of sight.
import { useId, useState } from "preact/hooks";
import { useWords } from "../words/words.tsx";

const FEW_LINES = 150;

export function Passage({ text }: { text: string }) {
  const words = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  // A character of Japanese takes the room of two.
  const size = [...text].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e7f ? 2 : 1), 0);
  if (size <= FEW_LINES) return <>{text}</>;
  return (
    <span class="passage">
      <span id={id} class={open ? "" : "folded"}>
        {text}
      </span>
      <button type="button" class="fold" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {words.say(open ? "fold" : "unfold")}
      </button>
    </span>
  );
}
