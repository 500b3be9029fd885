import { dirname, join } from "node:path";
import { filesIn } from "./files.ts";

export const docs: readonly string[] = [
  "README.md",
  "sandbox/README.md",
  ...filesIn("docs", ".md"),
];

/** The links and images of a Markdown text that lead into the repository. */
export function linksOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link ?? "")
    .filter((link) => !/^[a-z]+:/i.test(link));
}

/** The file or folder that a link of a document leads to, and the heading in it. */
export function targetOf(doc: string, link: string): { path: string; anchor: string | undefined } {
  const [path, anchor] = link.split("#");
  return { path: path ? join(dirname(doc), path) : doc, anchor };
}

/** The anchors that GitHub gives to the headings of a Markdown text. */
export function headingsOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/\]\([^)]*\)/g, "")
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```.*?^```/gms, "");
}

/** Paths of the repository that a text names in quotation marks or backticks. */
export function pathsIn(text: string): string[] {
  const quoted =
    /["'`]((?:src|test|sandbox|scripts|views|public|examples|docs)\/[\w./-]*\w)\/?["'`]/g;
  return [...text.matchAll(quoted)].map(([, path]) => path ?? "");
}
