// The blocks of a view in their places.
import type { Block, Cell, View } from "../api/types.ts";
import { useWords } from "../words/words.tsx";
import { wideBlocks } from "./arrange.ts";
import { BlockCard } from "./BlockCard.tsx";

const LONG = 5;

export interface BlocksProps {
  readonly view: View;
  readonly act?: (name: string, key: Cell) => void;
  readonly made?: string;
}

export function Blocks({ view, act, made }: BlocksProps) {
  const wide = wideBlocks(view.blocks);
  return (
    <>
      {view.blocks.length > LONG && <Contents blocks={view.blocks} />}
      <div class="blocks">
        {view.blocks.map((block) => (
          <BlockCard key={block.id} view={view} block={block} wide={wide.has(block.id)} act={act ?? null} {...(made === undefined ? {} : { made })} />
        ))}
      </div>
    </>
  );
}

/** The blocks by name, on pages too long to scan. The part after # is the view's address, so these are no links. */
function Contents({ blocks }: { blocks: readonly Block[] }) {
  const words = useWords();
  const to = (id: string) => {
    const title = document.getElementById(`title-${id}`);
    title?.focus({ preventScroll: true });
    title?.scrollIntoView({ block: "start" });
  };
  return (
    <details class="contents">
      <summary>{words.say("contents", { count: blocks.length })}</summary>
      <ol>
        {blocks.map((block) => (
          <li key={block.id}>
            <button type="button" class="link" onClick={() => to(block.id)}>
              {block.title}
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
