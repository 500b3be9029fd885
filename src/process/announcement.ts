import type { Config } from "../config.ts";
import type { Log } from "../log.ts";

/** Prints where the app is and what to register at Asana; in production as a log line. */
export function announce({ isProduction, baseUrl, redirectUri, asana }: Config, log: Log): void {
  if (isProduction) {
    log.info({ address: baseUrl, redirectUri, issuer: asana.issuer }, "server.started");
    return;
  }
  const signsInAt = asana.sandboxAddress
    ? `${asana.sandboxAddress} (the sandbox, not Asana)`
    : asana.issuer;
  process.stdout.write(`
  Open this            ${baseUrl}
  Signs people in at   ${signsInAt}
  Redirect URI         ${redirectUri}

`);
}
