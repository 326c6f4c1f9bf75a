// One kind of error for the whole page: what was found, where, and what to do.
import type { Problem } from "./types.ts";

/** `key` names words of the page's own, for trouble that the server could not word. */
export class Trouble extends Error {
  readonly problem: Problem;
  readonly key: "lost" | "odd" | "server" | null;

  constructor(problem: Problem, key: Trouble["key"] = null) {
    super(problem.title);
    this.problem = problem;
    this.key = key;
  }
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value.slice(0, 600) : null;
}

/** Read a problem document; a server or a proxy may answer anything else, so nothing is taken for granted. */
export function readProblem(json: unknown, status: number, where: string): Trouble {
  const given = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const title = text(given["title"]) ?? text(given["detail"]);
  const problem: Problem = {
    title: title ?? "",
    status,
    found: text(given["found"]) ?? (title === text(given["detail"]) ? null : text(given["detail"])),
    where: text(given["where"]) ?? (title === null ? where : null),
    remedy: text(given["remedy"]),
  };
  return new Trouble(problem, title === null ? "server" : null);
}

export function asTrouble(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  const found = error instanceof Error ? error.message : String(error);
  return new Trouble({ title: "", status: 0, found, where: null, remedy: null }, "odd");
}
