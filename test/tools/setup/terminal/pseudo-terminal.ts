import { spawn } from "node:child_process";
import { afterThisTest } from "../../../support/cleanup.ts";
import { until } from "../../../support/process.ts";

/** A command that somebody sits in front of. */
export interface Terminal {
  /** Everything that was shown. */
  screen(): string;
  /** Waits until these words are shown, after whatever was typed last. */
  shows(words: string): Promise<void>;
  /** Types a line, once these words are shown. */
  answer(words: string, line: string): Promise<void>;
  /** Types signs as they are, such as Ctrl-C. */
  press(signs: string): void;
  ended(): Promise<number>;
}

/** Runs a command in a pseudo-terminal, which `script` of util-linux makes. */
export function aTerminal(
  command: string,
  { folder, settings = {} }: { folder: string; settings?: Readonly<Record<string, string>> },
): Terminal {
  const child = spawn(
    "script",
    ["--quiet", "--return", "--flush", "--command", command, "/dev/null"],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, TERM: "dumb", HOME: folder, ...settings },
      stdio: ["pipe", "pipe", "inherit"],
      detached: true,
    },
  );
  let shown = "";
  let readUpTo = 0;
  let code: number | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
  });
  child.once("close", (status) => {
    code = status ?? -1;
  });
  afterThisTest(() => {
    if (code === undefined && child.pid) process.kill(-child.pid, "SIGKILL");
  });

  const shows = async (words: string) => {
    const isThere = () => shown.includes(words, readUpTo);
    await until(() => isThere() || code !== undefined, { seconds: 40 }).catch(() => undefined);
    if (!isThere()) throw new Error(`"${words}" is not shown:\n${shown.slice(readUpTo)}`);
    readUpTo = shown.indexOf(words, readUpTo) + words.length;
  };
  return {
    screen: () => shown,
    shows,
    async answer(words, line) {
      await shows(words);
      child.stdin.write(`${line}\r`);
    },
    press: (signs) => void child.stdin.write(signs),
    async ended() {
      await until(() => code !== undefined, { seconds: 40 });
      return code ?? -1;
    },
  };
}
