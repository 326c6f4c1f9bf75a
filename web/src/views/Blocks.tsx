// The blocks of a view in their places.
import type { Cell, View } from "../api/types.ts";
import { wideBlocks } from "./arrange.ts";
import { BlockCard } from "./BlockCard.tsx";

export interface BlocksProps {
  readonly view: View;
  readonly act?: (name: string, key: Cell) => void;
  readonly made?: boolean;
}

export function Blocks({ view, act, made }: BlocksProps) {
  const wide = wideBlocks(view.blocks);
  return (
    <div class="blocks">
      {view.blocks.map((block) => (
        <BlockCard key={block.id} view={view} block={block} wide={wide.has(block.id)} act={act ?? null} made={made ?? false} />
      ))}
    </div>
  );
}
