// Long work: start, watch over server-sent events, cancel, and find again after a reload.
import { ask, post } from "./fetch.ts";
import { readRun } from "./guard.ts";
import { asTrouble, Trouble } from "./problem.ts";
import type { Run, RunKind } from "./types.ts";

const ENDED = new Set<Run["state"]>(["done", "failed", "cancelled"]);
const ID = /^[A-Za-z0-9_-]{1,64}$/;

export function ended(run: Run): boolean {
  return ENDED.has(run.state);
}

/** The runs an address names, at most four and only in a run's form. */
export function namedRuns(text: string | undefined): string[] {
  return [...new Set((text ?? "").split(",").filter((id) => ID.test(id)))].slice(0, 4);
}

export async function startRun(kind: RunKind, body: unknown): Promise<string> {
  const made = (await post("runs", { kind, body })) as { id?: unknown } | null;
  if (typeof made?.id !== "string" || !ID.test(made.id)) {
    throw new Trouble({ title: "", status: 0, found: "runs.id" }, "odd");
  }
  return made.id;
}

export async function cancelRun(id: string): Promise<void> {
  await ask(`runs/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/**
 * Tell every change of a run until it ends; returns how to stop watching. When the stream breaks, the run is
 * asked for directly: the browser reconnects by itself after a short cut, but not after an error answer.
 */
export function watchRun(id: string, tell: (run: Run) => void, fail: (error: Trouble) => void): () => void {
  const stream = new EventSource(`api/workspace/runs/${encodeURIComponent(id)}/events`);
  let over = false;
  let misses = 0;
  const stop = () => {
    over = true;
    stream.close();
  };
  const take = (value: unknown) => {
    if (over) return;
    try {
      const run = readRun(value);
      tell(run);
      if (ended(run)) stop();
    } catch (error) {
      stop();
      fail(asTrouble(error));
    }
  };
  stream.onmessage = (event: MessageEvent<string>) => {
    misses = 0;
    try {
      take(JSON.parse(event.data));
    } catch (error) {
      stop();
      fail(asTrouble(error));
    }
  };
  stream.onerror = () => {
    if (over) return;
    misses += 1;
    const gone = stream.readyState === EventSource.CLOSED || misses > 5;
    if (gone) stream.close();
    ask(`runs/${encodeURIComponent(id)}`).then(
      (value) => {
        take(value);
        if (gone && !over) setTimeout(() => stream.onerror?.(new Event("error")), 2_000);
      },
      (error: unknown) => {
        const trouble = asTrouble(error);
        if (over || (trouble.key === "lost" && !gone)) return;
        stop();
        fail(trouble);
      },
    );
  };
  return stop;
}
