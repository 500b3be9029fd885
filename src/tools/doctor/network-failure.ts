import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect as connectPlain, isIP } from "node:net";
import { connect as connectTls } from "node:tls";
import { type Finding, ok, toFix } from "./finding.ts";
import { type RealEnvironment, unusedProxy } from "./way-out.ts";

const connectMs = 4_000;

/**
 * Whether a host has an address and takes a connection, with TLS for https. Where only a proxy leads
 * out, says so first.
 *
 * @param variable the setting that names the host
 */
export async function checkNetwork(
  variable: string,
  address: string,
  environment: RealEnvironment,
): Promise<Finding> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isTls = url.protocol === "https:";
  const port = Number(url.port || (isTls ? 443 : 80));
  const proxy = unusedProxy(address, environment);
  try {
    await lookup(host);
  } catch {
    if (proxy) return toFix(variable, `${host} has no address here. ${proxy.found}`, proxy.fix);
    return toFix(
      variable,
      `The name ${host} has no address here.`,
      `Check the spelling of ${variable}, and the DNS of this machine.`,
    );
  }
  try {
    await connected({ host, port, isTls });
    return ok(
      variable,
      `${url.host} can be reached${isTls ? ", and its certificate is good" : ""}.`,
    );
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code ?? "no answer");
    const [what, fix] = explained(code, variable);
    const isStopped = !certificateCodes.test(code);
    return proxy && isStopped
      ? toFix(variable, `${url.host} ${what} (${code}). ${proxy.found}`, proxy.fix)
      : toFix(variable, `${url.host} ${what} (${code}).`, fix);
  }
}

async function connected(to: { host: string; port: number; isTls: boolean }): Promise<void> {
  const { host, port, isTls } = to;
  const name = isIP(host) === 0 && { servername: host }; // RFC 6066, 3: never an address
  const socket = isTls ? connectTls({ host, port, ...name }) : connectPlain({ host, port });
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }));
  }, connectMs);
  try {
    await once(socket, isTls ? "secureConnect" : "connect");
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

const certificateCodes = /CERT|SIGNATURE|ISSUER|ALTNAME/;

function explained(code: string, variable: string): readonly [string, string] {
  if (certificateCodes.test(code)) {
    return [
      "shows a certificate that Node does not trust",
      "If your network opens TLS, give Node its certificate: NODE_EXTRA_CA_CERTS=FILE. Otherwise find out which machine answers there.",
    ];
  }
  if (code === "ECONNREFUSED") {
    return ["takes no connections", `Start what should listen there, or correct ${variable}.`];
  }
  return [
    "does not answer",
    "Let this machine through the firewall to it. Behind a proxy for the way out: NODE_USE_ENV_PROXY=1 and HTTPS_PROXY, on Node 24 or newer.",
  ];
}
