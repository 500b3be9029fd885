import * as v from "valibot";

/** The fields of a JSON object; none when the text is something else. */
export function jsonObject(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? "");
    return v.is(v.record(v.string(), v.unknown()), parsed) ? parsed : undefined;
  } catch {
    return undefined; // the check that fails says so
  }
}
