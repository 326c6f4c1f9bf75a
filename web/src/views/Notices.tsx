// Empty, loading and error states. Each says why, and what to do next.
import type { ComponentChildren } from "preact";
import type { Trouble } from "../api/problem.ts";
import type { Fault } from "../url/address.ts";
import { useWords } from "../words/words.tsx";

export function Loading() {
  const words = useWords();
  return (
    <div class="loading" role="status">
      <span class="bar" aria-hidden="true" />
      <span>{words.say("loading")}</span>
    </div>
  );
}

export function TroubleNotice({ trouble, children }: { trouble: Trouble; children?: ComponentChildren }) {
  const words = useWords();
  const { problem, key } = trouble;
  return (
    <div class="trouble" role="alert">
      <h2>{problem.title || words.say(`${key ?? "server"}_title`)}</h2>
      <dl>
        {problem.found && (
          <>
            <dt>{words.say("found")}</dt>
            <dd>{problem.found}</dd>
          </>
        )}
        {problem.where && (
          <>
            <dt>{words.say("where")}</dt>
            <dd>{problem.where}</dd>
          </>
        )}
        <dt>{words.say("remedy")}</dt>
        <dd>{problem.remedy ?? words.say(`${key ?? "server"}_remedy`)}</dd>
      </dl>
      {problem.status === 401 && (
        <p>
          <a class="button main" href="auth/login">
            {words.say("sign_in")}
          </a>
        </p>
      )}
      {children}
    </div>
  );
}

/** An address of which nothing could be read. It stays in the bar, so that it can be mended. */
export function BrokenAddress({ fault, home }: { fault: Fault; home: string }) {
  const words = useWords();
  return (
    <div class="trouble" role="alert">
      <h1 tabindex={-1}>{words.say("address_title")}</h1>
      <dl>
        <dt>{words.say("found")}</dt>
        <dd>{words.say(`fault_${fault.key}`, { found: fault.found })}</dd>
        <dt>{words.say("remedy")}</dt>
        <dd>{words.say("address_remedy")}</dd>
      </dl>
      <p>
        <a class="button" href={home}>
          {words.say("address_home")}
        </a>
      </p>
    </div>
  );
}

/** Parts of an address that were left out, while the rest is shown. */
export function LeftOut({ faults, mended }: { faults: readonly Fault[]; mended: string }) {
  const words = useWords();
  if (faults.length === 0) return null;
  return (
    <div class="left-out" role="status">
      <p>{words.say("left_out")}</p>
      <ul>
        {faults.slice(0, 5).map((fault, i) => (
          <li key={i}>{words.say(`fault_${fault.key}`, { found: fault.found })}</li>
        ))}
      </ul>
      <a href={mended}>{words.say("left_out_mend")}</a>
    </div>
  );
}
