// Writes src/api/schema.ts from the server's OpenAPI schemas. Usage: node contract/types.mjs [address of a running server]
// With an address, the schemas kept here are first taken anew from it.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const KEPT = new URL("schemas.json", import.meta.url);
const WRITTEN = new URL("../src/api/schema.ts", import.meta.url);

/** Titles and descriptions speak to readers of the Python code; types do without. */
function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, one]) => !(["title", "description"].includes(key) && typeof one === "string")).map(([key, one]) => [key, bare(one)]));
}

function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return [...new Set(parts.map(typeOf))].join(" | ");
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array": {
      const item = typeOf(schema.items ?? {});
      return `readonly ${item.includes(" ") ? `(${item})` : item}[]`;
    }
    case "object": {
      const value = typeof schema.additionalProperties === "object" ? typeOf(schema.additionalProperties) : "unknown";
      return `Readonly<Record<string, ${value}>>`;
    }
    default:
      return "unknown";
  }
}

export function written(schemas) {
  const parts = Object.entries(schemas).map(([name, schema]) => {
    const required = new Set(schema.required ?? []);
    const fields = Object.entries(schema.properties ?? {}).map(([field, one]) => `  readonly ${field}${required.has(field) ? "" : "?"}: ${typeOf(one)};`);
    return `export interface ${name} {\n${fields.join("\n")}\n}\n`;
  });
  return `// Written by contract/types.mjs from the server's OpenAPI schemas. Not to be edited.\n\n${parts.join("\n")}`;
}

export const kept = () => JSON.parse(readFileSync(KEPT, "utf8"));
export const onDisk = () => readFileSync(WRITTEN, "utf8");

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv[2]) {
    const whole = await (await fetch(new URL("/api/workspace/openapi.json", process.argv[2]))).json();
    const { schemas } = whole.components;
    const sorted = Object.fromEntries(Object.keys(schemas).sort().map((name) => [name, bare(schemas[name])]));
    writeFileSync(KEPT, `${JSON.stringify(sorted, null, 1)}\n`);
  }
  writeFileSync(WRITTEN, written(kept()));
}
