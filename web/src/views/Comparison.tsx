// Up to four runs side by side: lines in one drawing, everything else in small drawings on one scale.
import { drawable } from "../charts/drawable.ts";
import { useWords } from "../words/words.tsx";
import { BlockCard, Drawn } from "./BlockCard.tsx";
import { useHere } from "./context.ts";
import { extentOf, overlaid, runName, sharedBlocks, type Named } from "./merge.ts";

export function Comparison({ results }: { results: readonly Named[] }) {
  const words = useWords();
  const titles = useHere().index.views.map((one) => one.title);
  return (
    <section class="result" aria-label={words.say("compare")}>
      <h2 class="finding">{words.say("compare")}</h2>
      <ol class="headlines">
        {results.map((one) => (
          <li key={one.letter}>
            <b class="letter">{one.letter}</b> {one.view.headline}
          </li>
        ))}
      </ol>
      <div class="blocks">
        {sharedBlocks(results).map(({ id, parts }) => {
          const first = parts[0];
          if (!first) return null;
          const together = overlaid(parts, words.say("run_letter"));
          if (together) return <BlockCard key={id} view={first.view} block={together} wide made="page" />;
          const extent = extentOf(parts);
          return (
            <section key={id} role="group" class="block wide" aria-label={first.block.title}>
              <header>
                <h2>{first.block.title}</h2>
              </header>
              <div class="side-by-side">
                {parts.map((part) => (
                  <div key={part.letter}>
                    <h3>
                      <b class="letter">{part.letter}</b> {runName(part.view, titles)}
                    </h3>
                    {part.block.sentence && <p class="sentence">{part.block.sentence}</p>}
                    {drawable(part.block) ? (
                      <Drawn block={part.block} view={part.view} extent={extent} />
                    ) : (
                      <BlockCard view={part.view} block={{ ...part.block, id: `${part.block.id}-${part.letter.toLowerCase()}` }} wide made="page" />
                    )}
                  </div>
                ))}
              </div>
            </section>
          );
        })}
      </div>
    </section>
  );
}
