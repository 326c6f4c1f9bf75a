// How wide text will be, near enough to keep labels apart without asking the page.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
const NARROW = /[ijlt.,:;'|!()[\]f\u202f]/;
const BROAD = /[A-ZMW@%mw\u2014]/;

export function textWidth(text: string, size: number): number {
  let em = 0;
  for (const sign of text) em += WIDE.test(sign) ? 1 : NARROW.test(sign) ? 0.3 : BROAD.test(sign) ? 0.72 : 0.54;
  return em * size;
}

/** The text cut to a width, with an ellipsis where it was cut. */
export function fit(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  const signs = [...text];
  while (signs.length > 0 && textWidth(`${signs.join("")}\u2026`, size) > width) signs.pop();
  return signs.length === 0 ? "" : `${signs.join("").trimEnd()}\u2026`;
}

/** Break into at most `most` lines; Japanese may break anywhere, other text at spaces. */
export function wrap(text: string, width: number, size: number, most: number): string[] {
  const words = WIDE.test(text) ? [...text] : text.split(/(?<=[\s\u2013-])/);
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && textWidth((line + word).trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = word;
    } else line += word;
  }
  if (line !== "") lines.push(line.trimEnd());
  if (lines.length > most) lines.splice(most - 1, lines.length, lines.slice(most - 1).join(WIDE.test(text) ? "" : " "));
  return lines.map((one) => fit(one, width, size));
}

/** Push labels apart so that none overlaps; order and closeness to the wanted place are kept. */
export function spread(wanted: readonly number[], gap: number, least: number, most: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  let floor = least;
  for (const one of order) floor = (one.y = Math.max(one.y, floor)) + gap;
  let roof = most;
  for (const one of order.reverse()) roof = (one.y = Math.min(one.y, roof)) - gap;
  const placed = wanted.slice();
  for (const one of order) placed[one.i] = one.y;
  return placed;
}
