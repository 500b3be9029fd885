import { knownScopes } from "./scope-names.ts";

/** What a switch is at first, and what it accepts. */
export interface Rule<Value> {
  readonly initial: Value;
  /** What it accepts: the end of a sentence that begins with its name. */
  readonly allowed: string;
  /** How a form asks for it, by part; the part of a switch that is no object has no name. */
  readonly controls: Readonly<Record<string, Control>>;
  accepts(value: unknown): value is Value;
}

/** A rule for one value, which a form asks for with one control. */
export interface PlainRule<Value> extends Rule<Value> {
  readonly control: Control;
}

/** One control of a form. */
export interface Control {
  /** What it shows at first; of an object's parts, while there is none. */
  readonly initial: string;
  /** What it offers; empty: it is typed. */
  readonly options: readonly string[];
  readonly allowed: string;
  /** @returns the value that a text stands for, which need not be an accepted one */
  read(text: string): unknown;
  accepts(value: unknown): boolean;
}

type Primitive = string | number | boolean;

interface PlainParts<Value> extends Pick<Rule<Value>, "allowed" | "accepts"> {
  readonly initial: NoInfer<Value>;
  readonly options?: readonly string[];
  readonly read?: (text: string) => unknown;
}

/** @param rest without `options` it is typed; without `read` it is taken as it was typed */
export function plain<Value>({
  options = [],
  read = (text) => text,
  ...rest
}: PlainParts<Value>): PlainRule<Value> {
  const { initial, allowed, accepts } = rest;
  const shown = typeof initial === "string" ? initial : JSON.stringify(initial);
  const control = { initial: shown, options, allowed, read, accepts };
  return { ...rest, control, controls: { "": control } };
}

/** One of some values. */
export function choice<const Initial extends Primitive, const Others extends readonly Primitive[]>(
  initial: Initial,
  ...others: Others
) {
  const values: readonly unknown[] = [initial, ...others];
  return plain<Initial | Others[number]>({
    initial,
    allowed: oneOf(values.map((value) => JSON.stringify(value))),
    options: values.map(String),
    read: (text) => values.find((value) => String(value) === text) ?? text,
    accepts: (value): value is Initial | Others[number] => values.includes(value),
  });
}

/** A whole number, or one of some words. */
export function count<const Word extends string>(initial: number | Word, ...rest: Word[]) {
  const words: readonly unknown[] = typeof initial === "string" ? [initial, ...rest] : rest;
  const quoted = words.map((word) => JSON.stringify(word));
  return plain<number | Word>({
    initial,
    allowed: oneOf(["a whole number from 0", ...quoted]),
    read: (text) => (/^\d+$/.test(text) ? Number(text) : text),
    accepts: (value): value is number | Word => isCount(value) || words.includes(value),
  });
}

/** Printable characters of ASCII: these fit into a header and into an address. */
export function text(initial: string, meaning: string) {
  return plain<string>({
    initial,
    allowed: `${JSON.stringify(initial)} or ${meaning}`,
    accepts: isPrintable,
  });
}

export function scopeList() {
  return plain<string>({
    initial: "all",
    allowed: '"all" or a space-separated list of scopes',
    accepts: (value): value is string =>
      value === "all" ||
      (typeof value === "string" && value.split(" ").every((scope) => knownScopes.has(scope))),
  });
}

export function claimOverrides() {
  return plain<Readonly<Record<string, unknown>>>({
    initial: {},
    allowed: "an object of claims to set in the ID token; null leaves a claim out",
    read: readJson,
    accepts: isObject,
  });
}

/**
 * Off, or an object.
 *
 * @param parts a rule for each of its members; the first one is chosen to turn it on
 * @param optional the members that may be missing
 */
export function offOr<Value extends object>(
  parts: Readonly<Record<keyof Value & string, PlainRule<Primitive>>>,
  optional: readonly (keyof Value & string)[] = [],
): Rule<Value | "off"> {
  const rules: [string, PlainRule<Primitive>][] = Object.entries(parts);
  const isOptional = (name: string) => optional.some((one) => one === name);
  const members = rules.map(([name]) => (isOptional(name) ? `${name}?` : name)).join(", ");
  const explained = rules.map(([name, { allowed }]) => `${name} is ${allowed}`).join("; ");
  const controls = rules.map(([name, { control }], at): [string, Control] => {
    const extra = isOptional(name) ? "" : undefined;
    return [name, offering(control, at === 0 ? "off" : extra)];
  });
  const hasGoodParts = (value: Readonly<Record<string, unknown>>) =>
    rules.every(([name, part]) =>
      value[name] === undefined ? isOptional(name) : part.accepts(value[name]),
    );
  return {
    initial: "off",
    allowed: `"off" or { ${members} }: ${explained}`,
    controls: Object.fromEntries(controls),
    accepts: (value): value is Value | "off" =>
      value === "off" ||
      (isObject(value) &&
        Object.keys(value).every((name) => Object.hasOwn(parts, name)) &&
        hasGoodParts(value)),
  };
}

export function isPrintable(value: unknown): value is string {
  return typeof value === "string" && /^[\x20-\x7e]+$/.test(value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A control that shows, and offers, one thing more. */
function offering(control: Control, extra: string | undefined): Control {
  if (extra === undefined) {
    return control;
  }
  const isTyped = control.options.length === 0;
  return { ...control, initial: extra, options: isTyped ? [] : [extra, ...control.options] };
}

function oneOf(values: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(values);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // no JSON is no object, and the rule says so
  }
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
