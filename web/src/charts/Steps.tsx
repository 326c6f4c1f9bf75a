// A decision path in order: question, answer, basis. Text, because text is what it is.
import { useWords } from "../words/words.tsx";
import type { DrawnProps } from "./drawn.ts";

export function Steps({ table, label }: DrawnProps<unknown>) {
  const words = useWords();
  const columns = table.columns.map((column, at) => ({ column, at })).filter(({ column }) => column.hidden !== true);
  return (
    <ol class="steps" aria-label={label}>
      {table.rows.map((row, i) => {
        const [question, answer, ...rest] = columns.map(({ column, at }) => words.numbers.cell(row[at] ?? null, column));
        return (
          <li key={i}>
            <p class="question">{question}</p>
            <p class="answer">{answer}</p>
            {rest.map((text, n) => (
              <p key={n} class="basis">
                {text}
              </p>
            ))}
          </li>
        );
      })}
    </ol>
  );
}
