import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterThisTest } from "./cleanup.ts";
import { aFolder } from "./folder.ts";

/**
 * Answers over TLS with a certificate that it made itself, until this test ends.
 *
 * @returns its origin
 */
export async function aServerWithItsOwnCertificate(
  listener: RequestListener = (_request, response) => response.end(),
): Promise<string> {
  const server = createServer({ key, cert }, listener).listen(0);
  await once(server, "listening");
  afterThisTest(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

/** The settings of a process that trusts this certificate. */
export function trustingIt(): { readonly NODE_EXTRA_CA_CERTS: string } {
  const file = join(aFolder(), "certificate.pem");
  writeFileSync(file, cert);
  return { NODE_EXTRA_CA_CERTS: file };
}

/** For tests alone: nobody trusts it, and it is valid for a hundred years. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpHVlR+S26DpsLTbo
UX7ko0TsRvL6Zd0CkDV+rcmv1MehRANCAAQhxBoK3ZEZR3ZgZ80vFItORjgL2dgD
OPIYpkopX6Jj5UHPWyL7cS6Z+RFrduDyI+gSb+dHAX+EPNPakFmWweN3
-----END PRIVATE KEY-----`;
export const cert = `-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIURv8J05HPXAIwTLCczH21ONxHTpowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE1NTgzM1oYDzIxMjYxMDMx
MTU1ODMzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQhxBoK3ZEZR3ZgZ80vFItORjgL2dgDOPIYpkopX6Jj5UHPWyL7cS6Z
+RFrduDyI+gSb+dHAX+EPNPakFmWweN3o1MwUTAdBgNVHQ4EFgQUCEanMrIcSUYq
Fwfp3MLRcH0FSKcwHwYDVR0jBBgwFoAUCEanMrIcSUYqFwfp3MLRcH0FSKcwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA1+v3K/zyEH43VRKhOqOb
M5JPycPNkDNPlTDVANES5vECIQC7WDMrQ5oDln87tPm68bJT6uPB9v8l8qyRmv2h
nKwxrQ==
-----END CERTIFICATE-----`;
