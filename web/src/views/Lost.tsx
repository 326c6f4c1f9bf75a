// When not even the words could be fetched: the few that were built in, from the same words files.
import first from "virtual:first-words";
import type { Trouble } from "../api/problem.ts";

export function Lost({ lang, trouble, again }: { lang: string; trouble: Trouble; again: () => void }) {
  const words = first[lang] ?? {};
  return (
    <main class="lost" lang={lang}>
      <div class="trouble" role="alert">
        <h1>{words["lost_title"]}</h1>
        <p>{words["lost_remedy"]}</p>
        {trouble.problem.status > 0 && <p>{`${trouble.problem.status} ${trouble.problem.title}`}</p>}
        <button type="button" onClick={again}>
          {words["again"]}
        </button>
      </div>
    </main>
  );
}
