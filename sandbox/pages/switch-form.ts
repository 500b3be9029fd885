import { type Switches, switchTable } from "../switches.ts";
import { type SwitchName, switchGroups } from "./switch-words.ts";

/** What the controls of a form hold, by name: `nonce`, `fail.kind`. */
export type Texts = Readonly<Record<string, string>>;

/** Values by the name of their switch; from a form they need not be accepted ones. */
export type Change = Readonly<Partial<Record<SwitchName, unknown>>>;

const switchNames = switchGroups.flatMap(({ names }) => names);

/** @returns the controls of a switch, with their names in the form */
export function controlsOf(name: SwitchName) {
  return Object.entries(switchTable[name].controls).map(([part, control]) => ({
    ...control,
    part,
    field: part === "" ? name : `${name}.${part}`,
  }));
}

/** @returns what a form holds that shows these switches */
export function textsOf(switches: Switches): Texts {
  const texts = switchNames.flatMap((name) =>
    controlsOf(name).map(({ field, part, initial }) => {
      const shown = part === "" ? switches[name] : partOf(switches[name], part, initial);
      return [field, typeof shown === "string" ? shown : JSON.stringify(shown)];
    }),
  );
  return Object.fromEntries(texts);
}

/**
 * The switches that somebody changed in the form. What they left alone is left alone, even if it
 * has changed since the page showed it.
 *
 * @param shown what the form held before
 */
export function changeIn(sent: Texts, shown: Texts): Change {
  const changed = switchNames.filter((name) =>
    controlsOf(name).some(({ field }) => field in sent && sent[field] !== shown[field]),
  );
  const now = { ...shown, ...sent };
  return Object.fromEntries(
    changed.map((name) => [name, isTurnedOff(name, now, shown) ? "off" : valueIn(name, now)]),
  );
}

/** @returns the fields that hold what their switch does not accept */
export function problemsIn(change: Change): ReadonlySet<string> {
  const refused = switchNames.filter(
    (name) => name in change && !switchTable[name].accepts(change[name]),
  );
  const problems = refused.flatMap((name) => {
    const controls = controlsOf(name);
    const wrong = controls.filter(({ part, initial, accepts }) => {
      const value = part === "" ? change[name] : partOf(change[name], part, "");
      const mayBeMissing = part !== "" && initial === "";
      return !accepts(value) && !(mayBeMissing && value === "");
    });
    // Where parts that are good by themselves do not go together, the last one says what it needs.
    const blamed = wrong.length > 0 ? wrong : controls.slice(-1);
    return blamed.map(({ field }) => field);
  });
  return new Set(problems);
}

/** `off` counts when it was chosen now; with other parts filled in it is rather an oversight. */
function isTurnedOff(name: SwitchName, now: Texts, shown: Texts): boolean {
  const [first] = controlsOf(name);
  const field = first?.field ?? "";
  return first?.part !== "" && now[field] === "off" && shown[field] !== "off";
}

function valueIn(name: SwitchName, texts: Texts): unknown {
  const parts = controlsOf(name).map(({ part, field, read }) => {
    return [part, read((texts[field] ?? "").trim())] as const;
  });
  const [first] = parts;
  return first?.[0] === ""
    ? first[1]
    : Object.fromEntries(parts.filter(([, value]) => value !== ""));
}

function partOf(value: unknown, part: string, initial: string): unknown {
  if (typeof value !== "object" || value === null) {
    return initial;
  }
  return new Map<string, unknown>(Object.entries(value)).get(part) ?? "";
}
