import { textOf } from "./files.ts";

/** The class names that a stylesheet selects. */
export function classesIn(file: string): string[] {
  return [...new Set(selectorsIn(textOf(file)).flatMap((selector) => classNames(selector)))];
}

function selectorsIn(css: string): string[] {
  const bare = css.replace(/\/\*.*?\*\/|"[^"]*"/gs, "");
  return [...bare.matchAll(/([^{};]*)\{/g)]
    .map(([, selector]) => selector ?? "")
    .filter((selector) => !selector.trim().startsWith("@"));
}

function classNames(selector: string): string[] {
  return [...selector.matchAll(/\.([a-z_][\w-]*)/gi)].map(([, name]) => name ?? "");
}

/** Declarations with a colour that is written out: `border-color: #767c8a`. */
export function rawColoursIn(css: string): { readonly property: string; readonly value: string }[] {
  const bare = css.replace(/\/\*.*?\*\//gs, "");
  return [...bare.matchAll(/([\w-]+):([^;{}]*);/g)]
    .map(([, property = "", value = ""]) => ({ property, value: value.trim() }))
    .filter(({ value }) =>
      /#[0-9a-f]{3,8}\b|\b(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(/i.test(value),
    );
}
