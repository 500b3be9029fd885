import { basename } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { features } from "../../../src/features.ts";
import { accountReading } from "../../../src/web/profile/account.ts";
import { exportsIn, unusedExports } from "../../support/source/exports.ts";
import { appFiles, filesIn, sandboxFiles, textOf } from "../../support/source/files.ts";
import { featureOf } from "../../support/source/parts.ts";
import { sourceOf } from "../../support/source/syntax.ts";

describe("files", () => {
  test("of the app and the sandbox have 300 lines at most", () => {
    const long = [...appFiles, ...sandboxFiles].filter(
      (file) => textOf(file).split("\n").length > 301,
    );

    expect(long).toEqual([]);
  });

  test("of the app and the sandbox export names, no defaults", () => {
    const withDefault = [...appFiles, ...sandboxFiles].filter((file) =>
      /^export default\b|\bas default\b/m.test(textOf(file)),
    );

    expect(withDefault).toEqual([]);
  });

  test("of tests leave no test out", () => {
    const selective = filesIn("test", ".ts").filter((file) =>
      /\b(test|describe|it)(\.\w+)*\.(only|skip|todo|failing)\b|\b[fx](it|test|describe)\(/.test(
        textOf(file),
      ),
    );

    expect(selective).toEqual([]);
  });

  test("of the app have names of their own", () => {
    const names = appFiles.map((file) => basename(file));
    const alike = appFiles.filter(
      (file) => names.filter((name) => name === basename(file)).length > 1,
    );

    expect(alike).toEqual([]);
  });
});

/** What the core gives to pages of features: it stays where a fork has deleted those that use it. */
const offered: Readonly<Record<string, string>> = {
  "src/web/forms/submit-once.ts: formRoute": "a form that is done once",
  "src/web/forms/form.ts: newFormKey": "the key of such a form",
  "src/web/forms/form.ts: UnusableInput": "how such a form refuses what was typed",
  "src/web/forms/form.ts: NotDone": "how such a form says that it did nothing",
  "src/web/who-may/permission-request.ts: permissionNotice": "asks for a page's permission",
  "src/web/asana-calls/asana-as-app.ts: asanaAsApp": "calls with the app's own tokens",
  "src/web/page/link.ts: asanaLink": "a link to what Asana shows",
  "src/web/page/link.ts: openAtAsana": "such a link with its words",
  "src/web/page/query.ts: withoutQuery": "an address without one of its parameters",
  "src/web/page/times.ts: dateInWords": "a date in words",
  "src/web/page/times.ts: timeInWords": "a time of Asana's in words",
  "src/web/who-may/permission-request.ts: requirePermission": "a page that needs a permission",
  "src/asana/find-inactive-projects.ts: InactiveProjects": "what the search for them gives",
  "src/asana/service-account.ts: tryAuditLog": "whether a token is a service account's",
  "src/asana/service-account.ts: needsServiceAccount": "why Asana refused such a call",
};

describe("exports", () => {
  test("of the app are imported by another of its files, or offered to pages", () => {
    expect(unusedExports(appFiles).filter((place) => !(place in offered))).toEqual([]);
  });

  test("that are offered to pages are there", () => {
    const all = appFiles.flatMap((file) =>
      exportsIn(sourceOf(file)).map(({ name }) => `${file}: ${name}`),
    );

    expect(Object.keys(offered).filter((place) => !all.includes(place))).toEqual([]);
  });
});

describe("what features keep beside a session", () => {
  const kept = features.flatMap(({ name, keeps = [] }) =>
    keeps.map((key) => ({ feature: name, key: key.name })),
  );

  test("has a name of its own, also beside the core's", () => {
    const keys = [...kept.map(({ key }) => key), accountReading.name];

    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  test("is listed in its feature", () => {
    const declared = appFiles.flatMap((file) =>
      [...textOf(file).matchAll(/\battachment<[^(]*\(\s*"([^"]+)"/g)].flatMap(([, key]) =>
        featureOf(file) === undefined ? [] : { feature: featureOf(file), key },
      ),
    );

    expect(declared).toEqual(expect.arrayContaining(kept));
    expect(kept).toEqual(expect.arrayContaining(declared));
  });
});
