import Bowser from "bowser";
import type { Request } from "express";
import type { SignedIn } from "../../sessions/session.ts";

/**
 * What a browser says of itself, "Firefox on Linux", and its address. It is a stranger's text: people
 * recognize their own devices by it, and the app decides nothing by it.
 */
export function startedFrom(request: Request): SignedIn["startedFrom"] {
  const userAgent = (request.get("user-agent") ?? "").slice(0, 500);
  const { browser, os } = userAgent ? Bowser.parse(userAgent) : { browser: {}, os: {} };
  const words = [browser.name, os.name].filter(Boolean).join(" on ");
  const address = request.ip?.replace(/^::ffff:(?=\d+\.)/, ""); // IPv4 on a socket for IPv4 and IPv6
  return { device: words || "Unknown device", address: address ?? "unknown" };
}
