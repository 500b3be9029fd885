/**
 * Where photos of people may come from: Asana's host for them (API reference, "User", `photo`), and
 * the issuer, where the sandbox has its own.
 */
export function photoOrigins(issuer: string): readonly string[] {
  return ["https://s3.amazonaws.com", new URL(issuer).origin];
}

/** The photo's URL if the page may show it. Else undefined, and initials take its place. */
export function allowedPhotoUrl(picture: string | undefined, issuer: string): string | undefined {
  if (!picture || !URL.canParse(picture)) return undefined;
  return photoOrigins(issuer).includes(new URL(picture).origin) ? picture : undefined;
}

/** First letters of the first and last word of a name, for the place of a missing photo. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const initials = ends.map((word) => [...(word ?? "")][0]).join("");
  return initials.toUpperCase() || "?";
}
