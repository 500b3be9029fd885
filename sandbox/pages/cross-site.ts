import type { RequestHandler } from "express";

/**
 * Refuses a form that another site sent. Programs send neither header and pass; every browser
 * sends at least one of them with a POST.
 *
 * @see Fetch Metadata Request Headers, 2.3; Fetch, "append a request Origin header"
 */
export function refuseCrossSite(origin: string): RequestHandler {
  const ownOrigins = ownOriginsOf(origin);
  return (req, res, next) => {
    const site = req.headers["sec-fetch-site"];
    const isOwn =
      site === undefined
        ? req.headers.origin === undefined || ownOrigins.has(req.headers.origin)
        : site === "same-origin" || site === "none";
    if (isOwn) {
      next();
    } else {
      res.status(403).type("text/plain").send("This form was sent by another site.\n");
    }
  };
}

/** @returns the origin under each name that this machine has for itself */
export function ownOriginsOf(origin: string): ReadonlySet<string> {
  const { port } = new URL(origin);
  return new Set(["localhost", "127.0.0.1", "[::1]"].map((host) => `http://${host}:${port}`));
}
