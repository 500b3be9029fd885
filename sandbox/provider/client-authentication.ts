import type { Request } from "express";
import type { Client } from "../fixed-values.ts";
import { findClient, isSameSecret } from "./clients.ts";
import { optional } from "./form-body.ts";
import { OAuthError } from "./oauth-error.ts";
import type { Provider } from "./provider.ts";

/**
 * `client_id` and `client_secret` in the form body, as Asana documents; HTTP Basic is accepted
 * too (undocumented), never both.
 *
 * @throws OAuthError `invalid_client`, `invalid_request`
 * @see RFC 6749, 2.3.1
 */
export function authenticateClient({ switches }: Provider, req: Request): Client {
  const basic = switches.clientAuth === "both" ? basicCredentials(req.headers.authorization) : null;
  if (basic && optional(req, "client_secret") !== undefined) {
    throw new OAuthError("invalid_request", "Client credentials were sent twice.");
  }
  const id = basic?.id ?? optional(req, "client_id");
  const secret = basic?.secret ?? optional(req, "client_secret");
  const client = findClient(id);
  const secretIsCurrent = switches.resetSecret === "no";
  if (!client || !secretIsCurrent || !isSameSecret(client.secret, secret ?? "")) {
    throw new OAuthError("invalid_client", "The client credentials were invalid.");
  }
  return client;
}

function basicCredentials(
  authorization: string | undefined,
): { id: string; secret: string } | null {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) {
    return null;
  }
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { id: formDecoded(id), secret: formDecoded(secret.join(":")) };
}

function formDecoded(value: string): string {
  return new URLSearchParams(`value=${value}`).get("value") ?? "";
}
