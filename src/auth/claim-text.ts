/** A claim's text. Asana leaves out what it does not know, or sends null; an empty text says no more. */
export function textOrNothing(value: unknown): string | undefined {
  return (typeof value === "string" && value.trim()) || undefined;
}
