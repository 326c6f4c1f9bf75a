// Hair lines and numbers: the same look under every chart that has axes.
import type { Axis } from "./scales.ts";

export function BottomAxis({ axis, top, bottom, text }: { axis: Axis; top: number; bottom: number; text: (value: number) => string }) {
  return (
    <g class="axis" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <g key={tick.value}>
          <line class="grid" x1={tick.at} x2={tick.at} y1={top} y2={bottom} />
          {/* The last number would stand half outside the drawing. */}
          <text class="tick" x={tick.at} y={bottom + 17} text-anchor={tick.at > axis.place(axis.most) - 10 ? "end" : "middle"}>
            {text(tick.value)}
          </text>
        </g>
      ))}
    </g>
  );
}

export function LeftAxis({ axis, left, right, text }: { axis: Axis; left: number; right: number; text: (value: number) => string }) {
  return (
    <g class="axis" aria-hidden="true">
      {axis.ticks.map((tick) => (
        <g key={tick.value}>
          <line class="grid" x1={left} x2={right} y1={tick.at} y2={tick.at} />
          <text class="tick" x={left - 7} y={tick.at + 4} text-anchor="end">
            {text(tick.value)}
          </text>
        </g>
      ))}
    </g>
  );
}
