// The frame of every drawing: one stop for the tab key, arrow keys from mark to mark, and the figure read out.
import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { useScale } from "./width.ts";
import { useWords } from "../words/words.tsx";

export interface MarkProps {
  readonly class: string;
  readonly role: "img" | "link";
  readonly tabindex: number;
  readonly "aria-label": string;
  readonly "data-mark": number;
}

export interface PlotProps {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly view?: string;
  /** What each mark says, in the order the arrow keys walk. */
  readonly marks: readonly string[];
  /** Marks in a row, where up and down should move by rows. */
  readonly stride?: number;
  readonly enter?: ((mark: number) => void) | null;
  readonly children: (mark: (index: number, more?: string) => MarkProps, active: number | null) => ComponentChildren;
  readonly legend?: ComponentChildren;
}

function markAt(target: EventTarget | null): number | null {
  const element = target instanceof Element ? target.closest("[data-mark]") : null;
  const text = element?.getAttribute("data-mark");
  return text == null ? null : Number(text);
}

function step(key: string, at: number, count: number, stride: number): number | null {
  const moves: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: stride,
    ArrowUp: -stride,
    Home: -count,
    End: count,
  };
  const move = moves[key];
  return move === undefined ? null : Math.max(0, Math.min(count - 1, at + move));
}

export function Plot({ label, width, height, view, marks, stride = 1, enter, children, legend }: PlotProps) {
  const words = useWords();
  const svg = useRef<SVGSVGElement>(null);
  const [stop, setStop] = useState(0);
  const [active, setActive] = useState<number | null>(null);
  const scale = useScale();
  const at = Math.min(stop, Math.max(0, marks.length - 1));

  const onKeyDown = (event: TargetedKeyboardEvent<SVGSVGElement>) => {
    const now = markAt(event.target);
    if (now === null) return;
    if (event.key === "Escape") return setActive(null);
    if ((event.key === "Enter" || event.key === " ") && enter) {
      event.preventDefault();
      return enter(now);
    }
    const next = step(event.key, now, marks.length, stride);
    if (next === null) return;
    event.preventDefault();
    setStop(next);
    setActive(next);
    svg.current?.querySelector<SVGElement>(`[data-mark="${next}"]`)?.focus();
  };

  const mark = (index: number, more = ""): MarkProps => ({
    class: `mark${index === active ? " active" : ""}${more ? ` ${more}` : ""}`,
    role: enter ? "link" : "img",
    tabindex: index === at ? 0 : -1,
    "aria-label": marks[index] ?? "",
    "data-mark": index,
  });

  return (
    <>
      {legend}
      <p class="readout" aria-hidden="true">
        {(active === null ? null : marks[active]) ?? <span class="hint">{words.say("chart_hint")}</span>}
      </p>
      <svg
        ref={svg}
        class="plot"
        role="group"
        aria-label={label}
        width={Math.floor(width * scale)}
        height={Math.ceil(height * scale)}
        viewBox={view ?? `0 0 ${width} ${height}`}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => {
          const now = markAt(event.target);
          if (now !== null) {
            setStop(now);
            setActive(now);
          }
        }}
        onPointerOver={(event) => {
          const now = markAt(event.target);
          if (now !== null) setActive(now);
        }}
        onPointerLeave={() => setActive(null)}
        onClick={(event) => {
          const now = markAt(event.target);
          if (now !== null && enter) enter(now);
        }}
      >
        {children(mark, active)}
      </svg>
    </>
  );
}
