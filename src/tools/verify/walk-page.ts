/** A page of the walk through the sign-ins, ready to show. */
export interface WalkPage {
  readonly title: string;
  readonly text: string;
  readonly links: readonly { readonly href: string; readonly label: string }[];
  /** Buttons of forms that go to this path. */
  readonly buttons: readonly { readonly action: string; readonly label: string }[];
}

/** The headers of each page. @see OWASP ASVS 5, 3.4 (security headers) */
export const walkHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "same-origin", // without any, browsers send forms with the origin null
  "x-content-type-options": "nosniff",
};

/** The page as HTML; nothing in it runs. */
export function walkHtml({ title, text, links, buttons }: WalkPage): string {
  const items = [
    ...links.map(({ href, label }) => `<p><a href="${escaped(href)}">${escaped(label)}</a></p>`),
    ...buttons.map(
      ({ action, label }) =>
        `<form method="post" action="${escaped(action)}"><button>${escaped(label)}</button></form>`,
    ),
  ];
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${escaped(title)}</title>
</head>
<body>
  <main>
    <h1>${escaped(title)}</h1>
    <p>${escaped(text)}</p>
    ${items.join("\n    ")}
  </main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
