import { userScope } from "../../asana/users.ts";
import { everyScope, type Permission } from "../../permissions.ts";
import { defaultScope } from "../../setting-types.ts";
import type { Finding } from "./finding.ts";
import { advice, ok, toFix, unchecked } from "./finding.ts";
import type { AuthorizationProbe, Probes } from "./probes.ts";
import { foundAt, checkWords as words } from "./registration-words.ts";

interface Registered {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Of the sign-in, space-separated. */
  readonly scope: string;
  /** What pages ask for beyond it. */
  readonly permissions: readonly Permission[];
}

const fullScope = "openid email profile default";

/**
 * Checks client id, secret, redirect URI and scopes without a person. The token endpoint refuses a
 * made-up code with one error to a known client, and with another to an unknown one (RFC 6749, 5.2).
 * The authorization endpoint shows an error page at once where it refuses the request itself.
 */
export async function checkRegistration(
  registered: Registered,
  probes: Probes,
): Promise<readonly Finding[]> {
  const { scope } = registered;
  const [client, whole] = await Promise.all([probes.client(), probes.authorization({ scope })]);
  const findings = checkClient(registered, client, whole);
  try {
    const answered = await checkAddressAndScopes(registered, { client, whole }, answering(probes));
    return [...findings, ...answered];
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    return [...findings, unchecked("BASE_URL", error.message)];
  }
}

class NoAnswerError extends Error {}

/** The same probes: nothing is said about a setting because an answer is missing. */
function answering(probes: Probes): Probes {
  return {
    ...probes,
    authorization: async (request) => heard(await probes.authorization(request)),
  };
}

/** @throws NoAnswerError */
function heard(probe: AuthorizationProbe): AuthorizationProbe {
  if (probe.outcome !== "unknown") return probe;
  throw new NoAnswerError("Asana's authorization endpoint gave no usable answer.");
}

/** @throws NoAnswerError */
async function checkAddressAndScopes(
  { redirectUri, scope, permissions }: Registered,
  { client, whole }: { client: "accepted" | "refused" | "unknown"; whole: AuthorizationProbe },
  probes: Probes,
): Promise<readonly Finding[]> {
  heard(whole);
  if (whole.outcome === "accepted") {
    return [
      ok("BASE_URL", `Asana does not refuse the redirect URI ${redirectUri}.`),
      ...(await checkPageScopes({ scope, permissions }, probes)),
    ];
  }
  if (client === "refused") {
    return [
      unchecked("BASE_URL", "The redirect URI can be checked once the client is right."),
      unchecked("ASANA_SCOPES", "Scopes can be checked once the client is right."),
    ];
  }
  if (await isRedirectUriRefused(whole, scope, probes)) {
    const { meaning, fix } = words["redirect-uri-unknown"];
    return [
      toFix("BASE_URL", `${meaning} It is ${redirectUri}, from BASE_URL.`, fix),
      unchecked("ASANA_SCOPES", "Scopes can be checked once the redirect URI is registered."),
    ];
  }
  return [
    ok("BASE_URL", `The redirect URI ${redirectUri} is registered.`),
    await checkRefusedScopes(scope, probes),
  ];
}

/** Checks the client id with the redirect URI: without a secret, Asana's answers do not tell them apart. */
export async function checkClientId(
  clientId: string,
  redirectUri: string,
  probes: Probes,
): Promise<Finding> {
  const { outcome } = await probes.authorization({ scope: "openid" });
  if (outcome === "unknown") {
    return unchecked("ASANA_CLIENT_ID", "Asana's authorization endpoint gave no usable answer.");
  }
  if (outcome !== "refused") return ok("ASANA_CLIENT_ID", "Asana does not refuse it.");
  const doubt = isNumber(clientId) ? "" : " A client id is a number.";
  return toFix(
    "ASANA_CLIENT_ID",
    `Asana shows an error page instead of a sign-in: it does not know this client id, or not the redirect URI ${redirectUri}, or the app has no permission scopes.${doubt}`,
    `Compare the id, and register what is missing: ${foundAt.redirectUri}.`,
  );
}

/**
 * The scope that an app with full permissions has to ask for.
 *
 * @returns undefined when Asana takes the scope as it is, or refuses this one too
 */
export async function scopeOfFullPermissions(
  scope: string,
  probes: Probes,
): Promise<string | undefined> {
  const [single, full] = await Promise.all(
    [scope, fullScope].map((one) => probes.authorization({ scope: one })),
  );
  const isRefused = single?.outcome === "refused" || single?.outcome === "refused-at-callback";
  return isRefused && full?.outcome === "accepted" ? fullScope : undefined;
}

function checkClient(
  { clientId, clientSecret }: Registered,
  client: Awaited<ReturnType<Probes["client"]>>,
  whole: AuthorizationProbe,
): readonly Finding[] {
  if (client === "unknown") {
    return [unchecked("ASANA_CLIENT_ID", "Asana's token endpoint gave no usable answer.")];
  }
  if (client === "accepted") {
    return [ok("ASANA_CLIENT_ID", "Asana accepts the client id and the client secret.")];
  }
  if (!isNumber(clientId) && isNumber(clientSecret)) {
    return [
      toFix(
        "ASANA_CLIENT_ID",
        "ASANA_CLIENT_ID and ASANA_CLIENT_SECRET are swapped: the id is a number.",
        "Swap the two values.",
      ),
    ];
  }
  if (whole.outcome === "unknown") {
    return [
      toFix(
        "ASANA_CLIENT_ID",
        "Asana refuses the client, and did not tell whether it knows the id: ASANA_CLIENT_ID or ASANA_CLIENT_SECRET is wrong.",
        "Compare both with Asana's developer console, or run the doctor again.",
      ),
    ];
  }
  if (whole.outcome === "accepted") {
    const { meaning, fix } = words["secret-refused"];
    return [toFix("ASANA_CLIENT_SECRET", meaning, fix)];
  }
  const { meaning, fix } = words["client-unknown"];
  const doubt = "If the id is right, the secret is wrong, and the redirect URI is not registered.";
  return [toFix("ASANA_CLIENT_ID", meaning, `${fix} ${doubt}`)];
}

/** Compares the page with that for an unregistered redirect URI: Asana's texts are undocumented. */
async function isRedirectUriRefused(
  whole: AuthorizationProbe,
  scope: string,
  probes: Probes,
): Promise<boolean> {
  if (whole.outcome !== "refused") return false;
  const other = await probes.authorization({ scope, isMadeUp: true });
  return other.outcome === "refused" && other.page === whole.page;
}

async function checkRefusedScopes(scope: string, probes: Probes): Promise<Finding> {
  const isFull = scope.split(" ").includes("default");
  const otherKind = isFull ? `openid ${userScope}` : fullScope;
  if ((await probes.authorization({ scope: otherKind })).outcome === "accepted") {
    return isFull
      ? toFix(
          "ASANA_SCOPES",
          "The app is registered with single scopes, and default asks for full permissions.",
          "Remove ASANA_SCOPES, or list there what the app is registered with; or choose Full permissions at Asana.",
        )
      : toFix(
          "ASANA_SCOPES",
          "The app is registered with full permissions, and Asana refuses it single scopes.",
          `Set ASANA_SCOPES=${fullScope}`,
        );
  }
  const refused = await refusedOf(scope.split(" "), probes);
  if (refused.length === scope.split(" ").length) {
    const { meaning, fix } = words["no-scopes"];
    return toFix("ASANA_SCOPES", `Asana refuses every scope. ${meaning}`, fix);
  }
  const { meaning, fix } = words["scopes-refused"];
  const named = refused.length > 0 ? refused.join(" ") : scope;
  return toFix("ASANA_SCOPES", `${meaning.replace(/\.$/, "")}: ${named}.`, fix);
}

/** The scopes that pages need beyond those of the sign-in; most ask for them when they are used. */
async function checkPageScopes(
  { scope, permissions }: Pick<Registered, "scope" | "permissions">,
  probes: Probes,
): Promise<readonly Finding[]> {
  const asked = scope.split(" ");
  if (asked.includes("default")) return [ok("ASANA_SCOPES", "Asana allows full permissions.")];
  const missing = [userScope].filter((one) => !asked.includes(one));
  const lacking = missing.map((one) =>
    toFix(
      "ASANA_SCOPES",
      `The sign-in does not ask for ${one}, with which a page reads the person's record; it does not ask for it itself.`,
      `Add ${one} to ASANA_SCOPES, and to the permission scopes at Asana.`,
    ),
  );
  const later = everyScope(scope, permissions).filter((one) => !asked.includes(one));
  const refused = await refusedOf(later, probes);
  const pages = permissions.filter((one) =>
    one.scope.split(" ").some((needed) => refused.includes(needed)),
  );
  if (refused.length > 0) {
    const names = pages.map(({ page }) => page).join("; ");
    return [
      ...lacking,
      toFix(
        "ASANA_SCOPES",
        `The sign-in is allowed, but not what pages ask for when they are used: ${refused.join(" ")} (${names}).`,
        "Add them in Asana's developer console: My apps, the app, OAuth, Permission scopes.",
      ),
    ];
  }
  const usual = defaultScope.split(" ");
  const first = [...new Set(later)].filter((one) => usual.includes(one));
  if (first.length > 0) {
    return [
      ...lacking,
      advice(
        "ASANA_SCOPES",
        `The sign-in does not ask for ${first.join(" ")}: each page that needs it asks once more when it is opened.`,
        `To ask for everything at once, add ${first.join(" ")} to ASANA_SCOPES.`,
      ),
    ];
  }
  return lacking.length > 0
    ? lacking
    : [
        ok(
          "ASANA_SCOPES",
          "Asana refuses none of the scopes that the sign-in and the pages ask for.",
        ),
      ];
}

async function refusedOf(scopes: readonly string[], probes: Probes): Promise<readonly string[]> {
  const unique = [...new Set(scopes)];
  const isRefused = async (one: string) => {
    const scope = one === "openid" ? one : `openid ${one}`;
    return (await probes.authorization({ scope })).outcome !== "accepted";
  };
  if (unique.length === 0 || !(await isRefused(unique.join(" ")))) return [];
  const answers = await Promise.all(unique.map(isRefused));
  return unique.filter((_one, at) => answers[at]);
}

function isNumber(value: string): boolean {
  return /^\d+$/.test(value);
}
