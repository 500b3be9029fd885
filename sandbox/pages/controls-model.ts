import { defaultSwitches, type Switches } from "../switches.ts";
import { experiments } from "./experiments.ts";
import type { ControlsModel, FieldModel } from "./render.ts";
import { controlsOf, type Texts, textsOf } from "./switch-form.ts";
import {
  partLabels,
  type SwitchName,
  switchGroups,
  switchWords,
  valueWords,
} from "./switch-words.ts";

/** What the form shows. */
export interface Form {
  readonly texts: Texts;
  /** What the fields held before anybody typed. */
  readonly shown: Texts;
  readonly notice?: string | undefined;
  /** The fields that cannot be saved as they are. */
  readonly problems?: ReadonlySet<string>;
}

/** @returns the page with its form; with problems it says that nothing was saved */
export function controlsModel(
  switches: Switches,
  { texts, shown, notice, problems = new Set() }: Form,
): ControlsModel {
  const groups = switchGroups.map(({ id, title, names }) => ({
    id,
    title,
    switches: names.map((name) => ({
      name,
      words: switchWords[name],
      fields: controlsOf(name).map((control) => fieldOf(name, control, { texts, problems })),
    })),
  }));
  const fields = groups.flatMap((group) => group.switches.flatMap((one) => one.fields));
  const wrong = fields.filter(({ isWrong }) => isWrong);
  return {
    title: wrong.length > 0 ? "Not saved" : "How the sandbox behaves",
    notice,
    experiments,
    unusual: unusualIn(switches),
    wrong,
    groups,
    shown: JSON.stringify(shown),
  };
}

function fieldOf(
  name: SwitchName,
  { field, part, options, initial, allowed }: ReturnType<typeof controlsOf>[number],
  { texts, problems }: { texts: Texts; problems: ReadonlySet<string> },
): FieldModel {
  const value = texts[field] ?? "";
  const possible = allowed.replaceAll('"', ""); // or people type them, too
  const isTyped = options.length === 0 && initial !== "";
  const isWrong = problems.has(field);
  const hint = isTyped ? `Usually ${initial}. Possible: ${possible}.` : "";
  const shownHint = isWrong ? `It has to be ${possible}.` : hint;
  return {
    field,
    label: partLabels[part] ?? field,
    value,
    options: options.map((option) => ({
      value: option,
      words: wordsFor(option, part, initial),
      isSelected: option === value,
    })),
    hint: shownHint,
    isWrong,
    describedBy: shownHint === "" ? `about-${name}` : `about-${name} hint-${field}`,
  };
}

function wordsFor(option: string, part: string, initial: string): string {
  const meaning = valueWords[part]?.[option];
  const words = meaning === undefined ? option || "any" : `${option}: ${meaning}`;
  const isUsual = option === initial && (part === "" || option === "off");
  return isUsual ? `${words} (usual)` : words;
}

/** @returns the switches that are not at their defaults */
export function unusualIn(switches: Switches): SwitchName[] {
  const usual = textsOf(defaultSwitches());
  const now = textsOf(switches);
  return switchGroups
    .flatMap(({ names }) => names)
    .filter((name) => controlsOf(name).some(({ field }) => usual[field] !== now[field]));
}
