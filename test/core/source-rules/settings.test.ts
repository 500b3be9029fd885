import { describe, expect, test } from "@jest/globals";
import { textOf } from "../../support/source/files.ts";

describe(".env.example", () => {
  const documented = new Set(
    [...textOf(".env.example").matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name ?? ""),
  );
  const settings = [
    ...["NODE_ENV", "HOST", "PORT", "BASE_URL", "KEEP_ALIVE_SECONDS", "TRUST_PROXY"],
    ...["ASANA_CLIENT_ID", "ASANA_CLIENT_SECRET", "ASANA_ISSUER", "ASANA_API_BASE_URL"],
    ...["ASANA_SCOPES", "ASANA_PAT", "ASANA_SERVICE_ACCOUNT_TOKEN", "ADMIN_USER_IDS"],
    ...["ALLOWED_WORKSPACES", "SESSION_SECRET", "SESSION_DB", "REDIS_URL", "REDIS_PREFIX"],
    ...["METRICS_PORT", "METRICS_HOST"],
    ...["SANDBOX_PORT", "SANDBOX_TASKS", "LOG_LEVEL"],
  ];

  test.each(settings)("documents %s", (name) => {
    expect(documented).toContain(name);
  });

  test("documents all that the configuration reads", () => {
    const read = [...textOf("src/setting-types.ts").matchAll(/^ {2}([A-Z][A-Z_]+): /gm)];

    expect(read.length).toBeGreaterThan(10);
    expect(read.map(([, name]) => name).filter((name) => !documented.has(name ?? ""))).toEqual([]);
  });
});
