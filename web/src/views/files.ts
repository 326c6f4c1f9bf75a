// Files the page itself makes: pictures, and tables of runs the server does not keep under an address.
import type { Table } from "../api/types.ts";

export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  // Outside the document, a click right after another download may be dropped.
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function quoted(text: string): string {
  // A cell that starts like a formula would be run by a spreadsheet.
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table with every digit, units in the head, ready for a spreadsheet. */
export function tableAsCsv(table: Table): string {
  const head = table.columns.map((column) => quoted(column.unit ? `${column.label} [${column.unit}]` : column.label));
  const rows = table.rows.map((row) => row.map((cell) => (cell === null ? "" : quoted(String(cell)))).join(","));
  return `\ufeff${[head.join(","), ...rows].join("\r\n")}\r\n`;
}
