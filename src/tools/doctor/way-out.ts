import { isLoopback } from "../../setting-types.ts";

/** The environment of the process itself: Node.js takes nothing of this from `.env`. */
export type RealEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Why requests do not take the proxy that the environment names, and what makes them take it. Holds
 * no value: a proxy's address may have a password in it.
 *
 * @returns undefined when none is named, when it is used, or when the address is on this machine
 * @see Node.js, "Command-line API", `NODE_USE_ENV_PROXY`
 */
export function unusedProxy(
  address: string,
  environment: RealEnvironment,
): { readonly found: string; readonly fix: string } | undefined {
  const name = namesOfProxies.find((one) => environment[one]);
  if (name === undefined || isLoopback(new URL(address).hostname)) return undefined;
  const isReadByNode = /^https_proxy$/i.test(name);
  const isOn = /^(1|true)$/i.test(environment.NODE_USE_ENV_PROXY ?? "");
  const isAble = process.allowedNodeEnvironmentFlags.has("--use-env-proxy");
  if (isReadByNode && isOn && isAble) return undefined;
  return {
    found: `${name} names a proxy for the way out, and this Node.js (${process.version}) does not use it.`,
    fix: [
      ...(isAble ? [] : ["Use Node.js 24 or newer."]),
      `Give the app NODE_USE_ENV_PROXY=1${isReadByNode ? "" : " and HTTPS_PROXY"} in its environment, not in .env.`,
    ].join(" "),
  };
}

/** Of other programs; Node.js reads the first two of them for https. */
const namesOfProxies = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
