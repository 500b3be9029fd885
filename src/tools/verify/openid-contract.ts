import * as v from "valibot";
import { Errors, OAuthError, Text, Url } from "./contract-shapes.ts";
import {
  type ContractSettings,
  discoveredNames,
  type Expectation,
  type Known,
  type KnownName,
  type Part,
} from "./expectation.ts";

/** What Asana answers without credentials. */
export const discoveryPart: Part = {
  title: "OpenID Connect, without credentials",
  needs: undefined,
  expectations: [
    {
      name: "The discovery document names the issuer and its endpoints",
      source: "Asana's page OpenID Connect; OpenID Connect Discovery 1.0, 3 and 4.3",
      request: (_known, { issuer }) => ({
        method: "GET",
        url: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      }),
      statuses: [200],
      body: (_known, { issuer }) =>
        v.looseObject(
          {
            issuer: v.literal(issuer, issuer),
            authorization_endpoint: Url,
            token_endpoint: Url,
            userinfo_endpoint: Url,
            jwks_uri: Url,
            response_types_supported: v.pipe(
              v.array(Text, "an array"),
              v.includes("code", "the response type code among them"),
            ),
          },
          "an object",
        ),
      learn: ({ body }, known) => {
        const document = body as Readonly<Record<string, unknown>>;
        for (const name of discoveredNames) {
          const value = document[name];
          if (value === undefined) continue;
          known.set(name, typeof value === "string" ? value : JSON.stringify(value));
        }
        return undefined;
      },
    },
    {
      name: "The signing keys can be read",
      source: "OpenID Connect Discovery 1.0, 3 (jwks_uri); RFC 7517, 5",
      request: (known) => at(known, "jwks_uri"),
      statuses: [200],
      body: () =>
        v.looseObject(
          {
            keys: v.pipe(
              v.array(v.looseObject({ kty: Text }, "a key"), "an array"),
              v.minLength(1, "at least one key"),
            ),
          },
          "an object with keys",
        ),
    },
    {
      name: "UserInfo wants a token",
      source: "OpenID Connect Core 1.0, 5.3.3; RFC 6750, 3.1",
      request: (known) => at(known, "userinfo_endpoint"),
      statuses: [401],
    },
    {
      name: "The API wants a token, and says so in its form of errors",
      source: "Asana's page Errors",
      request: (_known, { apiBaseUrl }) => ({ method: "GET", url: `${apiBaseUrl}/users/me` }),
      statuses: [401],
      body: () => Errors,
    },
  ],
};

const madeUp = "made-up-by-the-contract-suite";
const madeUpRedirectUri = "https://made-up.invalid/callback";

/** What Asana answers to the client's id and secret, without a person. */
export const clientPart: Part = {
  title: "OAuth, with client id and secret",
  needs: "ASANA_CLIENT_ID",
  expectations: [
    {
      name: "The authorization endpoint sends no browser to a redirect URI that is not registered",
      source: "Asana's page OAuth, user authorization endpoint; RFC 6749, 4.1.2.1",
      request: (known, { client }) => {
        const address = known.get("authorization_endpoint");
        const query = new URLSearchParams({
          client_id: client?.id ?? "",
          redirect_uri: madeUpRedirectUri,
          response_type: "code",
          scope: "openid",
          state: madeUp,
        });
        return address ? { method: "GET", url: `${address}?${query}` } : undefined;
      },
      statuses: [200, 302, 303, 400, 401, 403, 404],
      learn: ({ location }) =>
        location?.startsWith(madeUpRedirectUri)
          ? ["Location: expected another address than the made-up redirect URI"]
          : undefined,
    },
    grantRefused({
      name: "A made-up code is refused",
      source: "Asana's page OAuth; RFC 6749, 5.2",
      grant: {
        grant_type: "authorization_code",
        code: madeUp,
        redirect_uri: madeUpRedirectUri,
      },
    }),
    grantRefused({
      name: "A made-up refresh token is refused",
      source: "Asana's page OAuth, token deauthorization; RFC 6749, 5.2",
      grant: { grant_type: "refresh_token", refresh_token: madeUp },
    }),
    {
      name: "A wrong client secret is refused as such",
      source: "RFC 6749, 5.2",
      request: (known, settings) =>
        form(known.get("token_endpoint"), {
          grant_type: "authorization_code",
          code: madeUp,
          redirect_uri: madeUpRedirectUri,
          client_id: settings.client?.id ?? "",
          client_secret: madeUp,
        }),
      statuses: [400, 401],
      body: () => OAuthError("invalid_client"),
      learn: ({ status }, known) => void known.set("invalidClientStatus", String(status)),
    },
    {
      name: "Credentials in a header are taken, or refused as such",
      source: "RFC 6749, 2.3.1; not in Asana's documents",
      request: (known, { client }) => {
        const url = known.get("token_endpoint");
        const fields = { grant_type: "refresh_token", refresh_token: madeUp };
        const pair = [client?.id, client?.secret].map((part) => encodeURIComponent(part ?? ""));
        const authorization = `Basic ${Buffer.from(pair.join(":")).toString("base64")}`;
        return url === undefined ? undefined : { method: "POST", url, form: fields, authorization };
      },
      statuses: [400, 401],
      learn: ({ body }, known) => {
        const isKnown = (body as { error?: unknown } | undefined)?.error === "invalid_grant";
        known.set("clientAuth", isKnown ? "both" : "post");
        return undefined;
      },
    },
    {
      name: "To revoke a token that there is not is no error",
      source: "Asana's page OAuth, token deauthorization endpoint; RFC 7009, 2.2",
      request: (known, settings) =>
        form(beside(known, "/-/oauth_revoke"), { ...credentials(settings), token: madeUp }),
      statuses: [200],
    },
    {
      name: "A token that there is not is not active",
      source: "Asana's page OAuth, token introspection; RFC 7662, 2.2",
      request: (known) => form(beside(known, "/-/token_info"), { token: madeUp }),
      statuses: [200, 400, 401, 404],
      learn: ({ status, body }, known) => {
        known.set("introspectUnknown", status === 200 ? "inactive" : String(status));
        const isActive = (body as { active?: unknown } | undefined)?.active !== false;
        return status === 200 && isActive ? ["active: expected false"] : undefined;
      },
    },
  ],
};

function grantRefused({
  name,
  source,
  grant,
}: {
  readonly name: string;
  readonly source: string;
  readonly grant: Readonly<Record<string, string>>;
}): Expectation {
  return {
    name,
    source,
    request: (known, settings) =>
      form(known.get("token_endpoint"), { ...credentials(settings), ...grant }),
    statuses: [400],
    body: () => OAuthError("invalid_grant"),
    learn: ({ body }, known) => {
      const hasText =
        typeof (body as Readonly<Record<string, unknown>>).error_description === "string";
      known.set("errorText", hasText ? "on" : "off");
      return undefined;
    },
  };
}

function credentials({ client }: ContractSettings) {
  return { client_id: client?.id ?? "", client_secret: client?.secret ?? "" };
}

function at(known: Known, name: KnownName) {
  const url = known.get(name);
  return url === undefined ? undefined : ({ method: "GET", url } as const);
}

function form(url: string | undefined, fields: Readonly<Record<string, string>>) {
  return url === undefined ? undefined : ({ method: "POST", url, form: fields } as const);
}

/**
 * The address of an endpoint that Asana documents beside its token endpoint: the discovery document is
 * not known to name revocation and introspection.
 */
export function beside(known: Known, path: string): string | undefined {
  const tokenEndpoint = known.get("token_endpoint");
  return tokenEndpoint === undefined ? undefined : new URL(path, tokenEndpoint).href;
}
