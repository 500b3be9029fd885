/**
 * A stranger's text, safe for a terminal: characters that move the cursor, change colours or turn the
 * direction of writing are replaced. Letters of right-to-left scripts stay.
 *
 * @see Unicode Technical Report 36, "Bidirectional Text Spoofing"
 */
export function shownText(text: string): string {
  return text.replace(commanding, "�");
}

/** A value as JSON, safe for a terminal: the same characters are escaped, so that nothing is lost. */
export function shownJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(commanding, (sign) =>
    sign === "\n" ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const commanding = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return signsOf(text).reduce((width, sign) => width + widthOfSign(sign), 0);
}

/** The beginning of a text that fits so many columns, with an ellipsis when something is missing. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const sign of signsOf(text)) {
    used += widthOfSign(sign);
    if (used > width - 1) break;
    cut += sign;
  }
  return `${cut}…`;
}

/** Splits a text into what a reader takes for one character: a letter with its accents, a flag. */
function signsOf(text: string): string[] {
  return [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);
}

function widthOfSign(sign: string): number {
  if (/^[\p{M}\p{Cf}]+$/u.test(sign)) return 0;
  return wide.test(sign) ? 2 : 1;
}

/** @see Unicode Standard Annex 11, "East Asian Width" */
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
