import { isDeepStrictEqual, parseEnv } from "node:util";
import { ConfigError } from "../../config-error.ts";

/** New values by name; undefined makes the setting count as absent. */
export type EnvChanges = Readonly<Record<string, string | undefined>>;

/**
 * Changes settings in the text of a `.env` file. Other settings, comments, order and line ends stay as
 * they are. A new setting comes last.
 *
 * @throws ConfigError when a value cannot be written in this form, or the text would mean something
 *   else than before
 */
export function changeEnvText(text: string, changes: EnvChanges): string {
  const wanted = { ...settingsIn(text), ...withEmpty(changes) };
  let changed = text;
  for (const [name, value] of Object.entries(withEmpty(changes))) {
    if (settingsIn(changed)[name] === value) continue;
    const replaced = replaceLine(changed, name, value);
    const isMeant = isDeepStrictEqual(settingsIn(replaced), {
      ...settingsIn(changed),
      [name]: value,
    });
    changed = isMeant ? replaced : appendLine(changed, name, value);
  }
  if (!isDeepStrictEqual(settingsIn(changed), wanted)) {
    const names = Object.keys(changes).join(", ");
    throw new ConfigError([`.env cannot hold these values; set them by hand: ${names}`]);
  }
  return changed;
}

/** The settings as Node reads them. Node takes a last line `# NAME` without a line end for one. */
function settingsIn(text: string): Record<string, string | undefined> {
  const settings = Object.entries(parseEnv(text));
  return Object.fromEntries(settings.filter(([name]) => /^[\w.]+$/.test(name)));
}

function withEmpty(changes: EnvChanges): Record<string, string> {
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? ""]));
}

/** Where a name stands twice, Node uses the last line, so that one is replaced. */
function replaceLine(text: string, name: string, value: string): string {
  const lines = text.split("\n");
  const line = new RegExp(
    `^(\\s*(?:export\\s+)?${name}\\s*=)(\\s*)('[^']*'|"[^"]*"|\`[^\`]*\`|[^#\\r]*?)(\\s*#[^]*|\\s*)$`,
  );
  const at = lines.findLastIndex((one) => line.test(one));
  if (at === -1) return appendLine(text, name, value);
  const [, start, gap, old, rest = ""] = line.exec(lines[at] ?? "") ?? [];
  const end = rest.startsWith("#") ? ` ${rest}` : rest; // without a blank it would be of the value
  return lines.with(at, [start, old && gap, quoted(value), end].join("")).join("\n");
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
