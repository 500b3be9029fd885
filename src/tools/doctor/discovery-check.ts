import * as v from "valibot";
import { providerFetch } from "../../auth/provider-fetch.ts";
import { advice, type Finding, ok, toFix } from "./finding.ts";

/** The answer to a request for the discovery document. */
interface DiscoveryReading {
  readonly address: string;
  /** Undefined: no answer. */
  readonly status: number | undefined;
  /** Undefined: no JSON, or no discovery document. */
  readonly document: v.InferOutput<typeof Document> | undefined;
  /** Asana's clock and ours in the middle of the request, in epoch milliseconds. */
  readonly clocks: { readonly theirs: number; readonly ours: number } | undefined;
}

const Document = v.looseObject({
  issuer: v.string(),
  authorization_endpoint: v.pipe(v.string(), v.url()),
  token_endpoint: v.pipe(v.string(), v.url()),
  jwks_uri: v.pipe(v.string(), v.url()),
});

/**
 * Reads the discovery document of an issuer. Never throws; without an answer, `status` is undefined.
 *
 * @see OpenID Connect Discovery 1.0, 4
 */
export async function readDiscovery(issuer: string, now: () => number): Promise<DiscoveryReading> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const nothing = { address, status: undefined, document: undefined, clocks: undefined };
  const askedAt = now();
  let answer: Response;
  try {
    answer = await providerFetch(readingMs)(address, {
      method: "GET",
      headers: { accept: "application/json" },
      redirect: "manual",
    });
  } catch {
    return nothing; // the check of the network says why
  }
  const theirs = Date.parse(answer.headers.get("date") ?? "");
  const clocks = Number.isNaN(theirs) ? undefined : { theirs, ours: (askedAt + now()) / 2 };
  const body: unknown = await answer.json().catch(() => undefined);
  const document = v.is(Document, body) && answer.ok ? body : undefined;
  return { address, status: answer.status, document, clocks };
}

const readingMs = 5_000;

/** Checks that there is a discovery document, and that it names the configured issuer exactly. */
export function checkDiscovery(
  { address, status, document }: DiscoveryReading,
  issuer: string,
): Finding {
  const asanas = "https://app.asana.com/api/1.0";
  if (status === undefined) {
    return toFix(
      "ASANA_ISSUER",
      `Nothing answers at ${address}, so nobody can sign in.`,
      "Wait until it is back, if it was right before (https://status.asana.com). Otherwise correct ASANA_ISSUER, or the network.",
    );
  }
  if (!document) {
    return toFix(
      "ASANA_ISSUER",
      `There is no discovery document at ${address} (status ${status}).`,
      status >= 500
        ? "Wait until it is back, if it was right before: https://status.asana.com."
        : `Set ASANA_ISSUER to the issuer without the part from /.well-known on; Asana's is ${asanas}, which is also the default.`,
    );
  }
  if (document.issuer !== issuer) {
    return toFix(
      "ASANA_ISSUER",
      `The discovery document names another issuer: ${document.issuer}.`,
      `If you trust it, set ASANA_ISSUER=${document.issuer}, letter by letter, a slash at the end included.`,
    );
  }
  return ok("ASANA_ISSUER", `${issuer} is the issuer that its discovery document names.`);
}

const toleranceMs = 60_000; // what the sign-in accepts in an ID token's times
const adviceFromMs = 10_000; // a Date header has whole seconds, and an answer takes its time

/** Compares this machine's clock with Asana's `Date` header (RFC 9110, 6.6.1). */
export function checkClock({ clocks }: DiscoveryReading): Finding {
  if (!clocks) {
    return {
      verdict: "unchecked",
      variable: "clock",
      found: "Asana's answer had no time to compare with.",
    };
  }
  const aheadMs = clocks.ours - clocks.theirs;
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const apart = `This machine's clock is ${durationInWords(seconds)} ${aheadMs > 0 ? "ahead of" : "behind"} Asana's`;
  const fix = "Set this machine's clock, and let it follow a time server (NTP).";
  if (Math.abs(aheadMs) > toleranceMs) {
    return toFix("clock", `${apart}: sign-ins fail from a minute on.`, fix);
  }
  if (Math.abs(aheadMs) > adviceFromMs) return advice("clock", `${apart}.`, fix);
  return ok("clock", "It agrees with Asana's.");
}

function durationInWords(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
}
