import { type Finding, ok, toFix } from "./finding.ts";

/**
 * The problems of the settings by themselves, as the app says them when it starts.
 *
 * @param problems of a ConfigError: "NAME (value) what is wrong; what to do"
 */
export function checkSettings(problems: readonly string[]): readonly Finding[] {
  if (problems.length === 0) return [ok("settings", "The app understands all of them.")];
  return problems.map((problem) => {
    const [, variable = "settings", text = problem] = /^([A-Z][A-Z_]+) (.*)$/s.exec(problem) ?? [];
    const [wrong = "", ...rest] = text.split("; ");
    return toFix(variable, `It ${wrong}.`.replace("It (", "("), sentence(rest.join("; ")));
  });
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;
}
