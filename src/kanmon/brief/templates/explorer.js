"use strict";
(() => {
  const table = document.getElementById("table-explorer");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const order = new Intl.Collator(document.documentElement.lang);

  const key = (row, column) => {
    const cell = row.cells[column];
    const data = cell.querySelector("data");
    if (data) return Number(data.value);
    return cell.classList.contains("u") ? null : cell.textContent;
  };
  const compare = (a, b) => (typeof a === "number" ? a - b : order.compare(a, b));

  const sort = (column, way) => {
    const known = [];
    const unknown = [];
    for (const row of rows) (key(row, column) === null ? unknown : known).push(row);
    known.sort((a, b) => way * compare(key(a, column), key(b, column)));
    body.append(...known, ...unknown);
    heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    const label = head.querySelector(".by");
    label.replaceWith(button);
    button.append(label);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      // Figures are first asked for from the largest down, names and ranks from the first.
      const first = head.classList.contains("n") && column > 0 ? -1 : 1;
      sort(column, now ? (now === "ascending" ? -1 : 1) : first);
    });
  });

  const choice = document.getElementById("explorer-sector");
  const count = document.getElementById("explorer-count");
  const sift = () => {
    for (const row of rows) row.hidden = choice.value !== "" && row.dataset.sector !== choice.value;
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = count.dataset.text
      .replace("{shown}", shown.toLocaleString(document.documentElement.lang))
      .replace("{total}", rows.length.toLocaleString(document.documentElement.lang));
  };
  choice.addEventListener("change", sift);
  document.getElementById("explorer-sift").hidden = false;
  sift();
})();
