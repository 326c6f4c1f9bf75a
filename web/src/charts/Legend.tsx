// Legends read the very scale objects the marks were drawn with.
import type { ClassScale } from "./scales.ts";
import { useWords } from "../words/words.tsx";

// A sign beside each colour, so that a legend can be read without seeing colour.
export const SIGNS = ["", "\u25cf", "\u25a0", "\u25b2", "\u25c6", "\u25bc", "\u2605", "\u271a", "\u25cb"] as const;

export function GroupLegend({ names, shade }: { names: readonly string[]; shade: (name: string) => number }) {
  return (
    <ul class="legend">
      {names.map((name) => (
        <li key={name}>
          <span class={`sign g${shade(name)}`} aria-hidden="true">
            {SIGNS[shade(name)]}
          </span>
          {name}
        </li>
      ))}
    </ul>
  );
}

export function ClassLegend({ scale, unit, missing }: { scale: ClassScale; unit: string | null; missing: boolean }) {
  const words = useWords();
  const most = scale.classes[scale.classes.length - 1]?.to ?? 0;
  // Small shares need a digit more, or neighbouring classes would read the same.
  const text = (value: number) => words.numbers.label(value, unit, unit === "share" ? (most < 0.2 ? 1 : 0) : null);
  return (
    <ul class="legend classes">
      {scale.classes.map((one) => (
        <li key={one.from}>
          <svg class="swatch" width="22" height="12" aria-hidden="true">
            <rect class={`s${one.shade}`} width="22" height="12" />
          </svg>
          {one.from === one.to ? text(one.from) : `${text(one.from)}\u2013${text(one.to)}`}
        </li>
      ))}
      {missing && (
        <li>
          <svg class="swatch" width="22" height="12" aria-hidden="true">
            <rect class="none" width="22" height="12" />
          </svg>
          {words.say("no_data")}
        </li>
      )}
    </ul>
  );
}
