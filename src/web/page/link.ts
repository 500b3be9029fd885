/** A link as pages show it. */
export interface Link {
  readonly href: string;
  readonly label: string;
  /** Visually hidden text after the label, so that screen readers can tell equal labels apart. */
  readonly about?: string;
}

/** A note to the person above the page's contents. */
export interface Notice {
  readonly text: string;
  readonly link?: Link | undefined;
}

/** The link from what was done to the thing at Asana. */
export function openAtAsana(url: string | undefined, issuer: string): Link | undefined {
  const href = asanaLink(url, issuer);
  return href ? { href, label: "Open it at Asana" } : undefined;
}

/** Asana's own links are shown, and no others that an answer may hold. */
export function asanaLink(url: string | undefined, issuer: string): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const origins = [new URL(issuer).origin, "https://app.asana.com"];
  return origins.includes(new URL(url).origin) ? url : undefined;
}
