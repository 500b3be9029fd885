import { findClient } from "../clients.ts";
import { refuseUnless } from "./oauth-error.ts";
import { type Parameters, readParameters } from "./parameters.ts";
import type { Provider } from "./provider.ts";

/**
 * `client_id` and `client_secret` in the form, as Asana documents, or HTTP Basic in a header where
 * that is accepted too (undocumented), never both.
 * @throws OAuthError `invalid_client`, `invalid_request`
 * @see RFC 6749, 2.3.1
 */
export function authenticateClient(
  { state, switches }: Provider,
  form: Parameters,
  authorization = "",
) {
  const basic = switches.clientAuth === "both" ? basicCredentials(authorization) : undefined;
  refuseUnless(!basic || !form.client_secret, "Client credentials were sent twice.");
  const { client_id, client_secret } = basic ?? form;
  const client = findClient(state, client_id);
  const isCurrent = switches.resetSecret === "no" && client?.secret === client_secret;
  refuseUnless(client && isCurrent, "The client credentials were invalid.", "invalid_client");
  return client;
}

/** Both parts are form-encoded, so they are read as the fields that they stand for. */
function basicCredentials(authorization: string): Parameters | undefined {
  const [, encoded] = /^Basic +(\S+)$/i.exec(authorization) ?? [];
  const [id, ...secret] = Buffer.from(encoded ?? "", "base64")
    .toString("utf8")
    .split(":");
  const fields = `client_id=${id}&client_secret=${secret.join(":")}`;
  return encoded === undefined ? undefined : readParameters(fields);
}
