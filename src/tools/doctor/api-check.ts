import { sendRequest } from "../../asana/round-trip.ts";
import { type Finding, ok, toFix } from "./finding.ts";
import { checkNetwork } from "./network-failure.ts";
import type { RealEnvironment } from "./way-out.ts";

/** Whether Asana's API is where the settings say: it wants a token, and says so as Asana does. */
export async function checkApi(baseUrl: string, environment: RealEnvironment): Promise<Finding> {
  const { status } = await sendRequest({
    method: "GET",
    url: `${baseUrl}/users/me`,
    accessToken: "none",
    body: undefined,
    limitMs: 5_000,
    signal: undefined,
  });
  const variable = "ASANA_API_BASE_URL";
  if (status === 401) return ok(variable, `Asana's API answers at ${baseUrl}.`);
  if (status === undefined) {
    const network = await checkNetwork(variable, baseUrl, environment);
    return network.verdict === "ok"
      ? toFix(
          variable,
          `Nothing answers at ${baseUrl}.`,
          `Wait until it is back, or correct ${variable}.`,
        )
      : network;
  }
  return toFix(
    variable,
    `What answers at ${baseUrl} is not Asana's API: without a token it gives status ${status}, not 401.`,
    status >= 500
      ? "Wait until it is back, if it was right before: https://status.asana.com."
      : `Set ${variable} as Asana's API description has it, https://app.asana.com/api/1.0, which is also the default.`,
  );
}
