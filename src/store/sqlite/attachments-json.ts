import type { Sealed } from "../shared-store.ts";

/** How attachments stand in a session's row: sealed, in base64, by name. */
export function attachmentsJson(
  all: readonly { readonly name: string; readonly sealed: Sealed }[],
): string {
  const entries = all.map(({ name, sealed }) => [name, Buffer.from(sealed).toString("base64")]);
  return JSON.stringify(Object.fromEntries(entries));
}

/** The attachments in a session's row, by name. */
export function openAttachments(json: string): Readonly<Record<string, Sealed>> {
  const all = Object.entries<unknown>(Object(parsed(json)));
  return Object.fromEntries(
    all.flatMap(([name, text]) =>
      typeof text === "string" ? [[name, Buffer.from(text, "base64")]] : [],
    ),
  );
}

/** Undefined for what the app has not written. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
