import { RestError } from "./error.ts";

type Data = Readonly<Record<string, unknown>>;

/** Readers of one field of a body. Each returns undefined when the field was not sent. */

export function textIn(data: Data, name: string): string | undefined {
  const value = data[name];
  if (value !== undefined && typeof value !== "string") {
    throw new RestError(400, `${name}: Not a string`);
  }
  return value;
}

/** Asana's rich text, as the plain text that the sandbox keeps. */
export function plainTextIn(data: Data, name: string): string | undefined {
  return textIn(data, name)?.replaceAll(/<[^<>]*>/g, "");
}

/** `null` and an empty string clear the field. */
export function clearableTextIn(data: Data, name: string): string | null | undefined {
  const value = data[name];
  return value === null || value === "" ? null : textIn(data, name);
}

/** A form has only strings. */
export function booleanIn(data: Data, name: string): boolean | undefined {
  const value = data[name];
  if (value === undefined || typeof value === "boolean") {
    return value;
  }
  if (value === "true" || value === "false") {
    return value === "true";
  }
  throw new RestError(400, `${name}: Not a boolean`);
}

/** A list of strings, or in a form a comma list. */
export function listIn(data: Data, name: string): readonly string[] {
  const value = data[name] ?? [];
  const items = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(items) || !items.every((item) => typeof item === "string")) {
    throw new RestError(400, `${name}: Not a list`);
  }
  return items;
}

export function dayIn(data: Data, name: string): string | null | undefined {
  const value = clearableTextIn(data, name);
  if (typeof value === "string" && !isDay(value)) {
    throw new RestError(400, `${name}: Not a valid date: ${value}`);
  }
  return value;
}

export function instantIn(data: Data, name: string): string | null | undefined {
  const value = clearableTextIn(data, name);
  return typeof value === "string" ? new Date(parseInstant(name, value)).toISOString() : value;
}

/** @returns epoch milliseconds @throws RestError 400 */
export function parseInstant(name: string, value: string): number {
  const instant = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new RestError(400, `${name}: Not a valid date-time: ${value}`);
  }
  return instant;
}

/** @returns the fields without those that were not sent, which stay as they are */
export function sent<Item>(
  fields: {
    [Name in keyof Item]?: Item[Name] | undefined;
  },
): Partial<Item> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Partial<Item>;
}

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`); // a 31st of February becomes a day of March
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(value)
  );
}
