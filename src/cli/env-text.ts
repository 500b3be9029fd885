import { isDeepStrictEqual, parseEnv } from "node:util";

/** New values by name; undefined: the setting is to count as absent. */
export type EnvChanges = Readonly<Record<string, string | undefined>>;

/**
 * Changes settings in the text of a `.env` file. Whatever else stands there stays as it is: other
 * settings, comments, order, line ends. What was not there comes last.
 *
 * @throws Error when a value cannot be written in this form, or the text would mean something else
 */
export function changeEnvText(text: string, changes: EnvChanges): string {
  const wanted = { ...parseEnv(text), ...withEmpty(changes) };
  let changed = text;
  for (const [name, value] of Object.entries(withEmpty(changes))) {
    if (parseEnv(changed)[name] === value) continue;
    const replaced = replaceLine(changed, name, value);
    const isMeant = isDeepStrictEqual(parseEnv(replaced), { ...parseEnv(changed), [name]: value });
    changed = isMeant ? replaced : appendLine(changed, name, value);
  }
  if (!isDeepStrictEqual({ ...parseEnv(changed) }, wanted)) {
    throw new Error("the text cannot be changed without changing what else it means");
  }
  return changed;
}

function withEmpty(changes: EnvChanges): Record<string, string> {
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? ""]));
}

/** The last line counts, where a name stands twice. */
function replaceLine(text: string, name: string, value: string): string {
  const lines = text.split("\n");
  const line = new RegExp(
    `^(\\s*(?:export\\s+)?${name}\\s*=\\s*)(?:'[^']*'|"[^"]*"|\`[^\`]*\`|[^#\\r]*?)(\\s*#.*|\\s*)$`,
  );
  const at = lines.findLastIndex((one) => line.test(one));
  if (at === -1) return appendLine(text, name, value);
  const replaced = lines[at]?.replace(line, (_all, before: string, after: string) =>
    [before, quoted(value), after.startsWith("#") ? ` ${after}` : after].join(""),
  );
  return lines.with(at, replaced ?? "").join("\n");
}

function appendLine(text: string, name: string, value: string): string {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text === "" || text.endsWith("\n") ? "" : lineEnd;
  return `${text}${gap}${name}=${quoted(value)}${lineEnd}`;
}

function quoted(value: string): string {
  if (/^[^\s#'"`\\]*$/.test(value)) return value;
  const quote = ["'", '"', "`"].find((one) => !value.includes(one));
  return quote === undefined ? value : `${quote}${value}${quote}`;
}
