import * as v from "valibot";
import { type CommandRun, runCommand } from "./command-line/command.ts";
import { Flag, optionsIn, Text } from "./command-line/option-values.ts";
import { shownJson, shownText } from "./command-line/shown-text.ts";
import type { Checked } from "./verify/contract-check.ts";
import { verify } from "./verify/contract-suite.ts";
import type { Known } from "./verify/expectation.ts";
import { answersFrom } from "./verify/found-answers.ts";
import { requireFreePort, walkThroughSignIns } from "./verify/sign-in-walk.ts";
import { loadSignInSettings, loadVerifySettings } from "./verify/verify-settings.ts";
import {
  checkedInWords,
  countsInWords,
  exitCodeOf,
  switchesInWords,
} from "./verify/verify-words.ts";

const usage = `npm run verify:asana -- [options]

Checks that the Asana of the settings behaves as this app expects. Says what differs, and answers
what Asana's documents leave open. Reads only.

  --sign-in         also walks you through four sign-ins in a browser; the app must not run
  --write           also creates, changes, comments on and deletes one task of the PAT's user
  --workspace GID   the workspace to write to; without it, the first that the PAT sees
  --json            the result as JSON
  --help            this text

Settings, each for a part of it: ASANA_CLIENT_ID and ASANA_CLIENT_SECRET, ASANA_PAT,
ASANA_SERVICE_ACCOUNT_TOKEN. Exit code: 0 as expected; 1 something differs; 2 no answer came.
More: docs/verify.md
`;

const Options = v.object({ "sign-in": Flag, write: Flag, json: Flag, workspace: Text });

process.exitCode = await runCommand({
  name: "verify:asana",
  usage,
  options: {
    "sign-in": { type: "boolean" },
    write: { type: "boolean" },
    json: { type: "boolean" },
    workspace: { type: "string" },
  },
  afterInterrupt: "Stopped. A task that was created is deleted again.",
  run,
});

async function run({ values, environment, signal, out, err }: CommandRun): Promise<number> {
  const { "sign-in": withSignIns, write, json, workspace } = optionsIn(Options, values);
  const signInSettings = withSignIns ? loadSignInSettings(environment()) : undefined;
  const settings = signInSettings ?? loadVerifySettings(environment());
  if (signInSettings) await requireFreePort(signInSettings);
  const known: Known = new Map();
  const checked: Checked[] = [];
  const say = (text: string) => json || out(text);

  say(`Checking that ${settings.issuer} behaves as this app expects.\n`);
  for await (const one of verify({ settings, known, mayWrite: write, workspace, signal })) {
    if (checked.at(-1)?.part !== one.part) say(`\n${one.part}\n`);
    checked.push(one);
    say(checkedInWords(one));
  }

  if (signInSettings) {
    const one = await checkSignIns({ settings: signInSettings, known, signal, say: err });
    checked.push(one);
    say(`\n${one.part}\n${checkedInWords(one)}`);
  }

  const { unknowns, switches } = answersFrom(known);
  if (json) {
    out(`${shownJson({ checked, unknowns, switches })}\n`);
  } else {
    say("\nWhat Asana's documents leave open\n");
    for (const { question, answer } of unknowns) {
      say(`  ${question}: ${shownText(answer ?? "not asked, or no answer")}\n`);
    }
    say(`\n${switchesInWords(switches)}\n\n${countsInWords(checked)}\n`);
  }
  return exitCodeOf(checked);
}

/** Walks through the sign-ins; their result is one more expectation. */
async function checkSignIns(walk: Parameters<typeof walkThroughSignIns>[0]): Promise<Checked> {
  const about = {
    part: "OpenID Connect, in a browser",
    name: "A sign-in as the app makes it gives what the app relies on",
    source: "Asana's pages OAuth and OpenID Connect; OpenID Connect Core 1.0, 3.1",
    request: "the sign-ins",
  };
  if (!walk.known.has("authorization_endpoint")) {
    return { ...about, verdict: "no answer", details: ["the discovery document is needed"] };
  }
  const details = await walkThroughSignIns(walk);
  return { ...about, verdict: details.length > 0 ? "differs" : "as expected", details };
}
