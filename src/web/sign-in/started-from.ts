import Bowser from "bowser";
import type { Request } from "express";
import type { SignedIn } from "../../sessions/session.ts";

/**
 * What a browser says of itself and where it is, for the list of sessions: "Firefox on Linux". It is
 * a stranger's text, good for recognizing one's own device and for nothing else.
 */
export function startedFrom(request: Request): SignedIn["startedFrom"] {
  const userAgent = (request.get("user-agent") ?? "").slice(0, 500);
  const { browser, os } = userAgent ? Bowser.parse(userAgent) : { browser: {}, os: {} };
  const words = [browser.name, os.name].filter(Boolean).join(" on ");
  const address = request.ip?.replace(/^::ffff:(?=\d+\.)/, ""); // IPv4 on a socket for both
  return { device: words || "Unknown device", address: address ?? "unknown" };
}
