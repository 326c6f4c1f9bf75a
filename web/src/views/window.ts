// Which rows of a long table are worth having on the page: those in sight and a few around.
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** Moves in blocks, so that most scroll events change nothing and cost nothing. */
export function rowWindow(top: number, height: number, row: number, count: number, block = 10): RowWindow {
  const first = Math.max(0, Math.floor(top / row / block) * block - block);
  const seen = Math.ceil(height / row);
  const last = Math.min(count, Math.ceil((top / row + seen) / block) * block + block);
  return { first: Math.min(first, Math.max(0, count - 1)), last };
}
