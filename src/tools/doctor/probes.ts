import { createAuthorizationRequest } from "../../auth/authorization-request.ts";
import { exchangeCode } from "../../auth/code-exchange.ts";
import type { Provider } from "../../auth/provider.ts";
import { providerFetch } from "../../auth/provider-fetch.ts";
import { SignInError } from "../../auth/sign-in-error.ts";

/** What the authorization endpoint answers to a request before a person signs in there. */
export type AuthorizationProbe =
  | { readonly outcome: "accepted" }
  /** A page of Asana's, from which no browser comes back. */
  | { readonly outcome: "refused"; readonly page: string }
  /** Asana trusts the redirect URI, and refuses the rest of the request there. */
  | { readonly outcome: "refused-at-callback"; readonly code: string }
  | { readonly outcome: "unknown" };

/** Questions to Asana that change nothing there, made with the app's own requests. */
export interface Probes {
  /** Whether the token endpoint knows the client: its answer to a made-up code. */
  client(): Promise<"accepted" | "refused" | "unknown">;
  /** @param isMadeUp with a redirect URI that nobody has registered */
  authorization(request: {
    readonly scope: string;
    readonly isMadeUp?: boolean;
  }): Promise<AuthorizationProbe>;
}

/** Probes of the Asana of these settings; `now` in epoch milliseconds. */
export function createProbes(about: {
  readonly provider: Provider;
  readonly redirectUri: string;
  readonly now: () => number;
}): Probes {
  const { provider, redirectUri, now } = about;
  const request = async (scope: string, to = redirectUri) => {
    await discoveryRead(provider);
    return createAuthorizationRequest({
      provider,
      redirectUri: to,
      scope,
      returnTo: "/",
      isForMore: false,
    });
  };

  return {
    async client() {
      const { attempt } = await request("openid");
      const { metadata } = await provider.discovered();
      const response = {
        code: "made-up-by-the-doctor",
        state: attempt.state,
        iss: metadata.issuer,
      };
      const currentUrl = new URL(`${redirectUri}?${new URLSearchParams(response)}`);
      try {
        await exchangeCode({ provider, currentUrl, attempt, now });
        return "unknown"; // tokens for a made-up code: this is not Asana
      } catch (error) {
        if (!(error instanceof SignInError)) throw error;
        if (error.kind === "client-refused") return "refused";
        return error.kind === "code-refused" ? "accepted" : "unknown";
      }
    },

    async authorization({ scope, isMadeUp = false }) {
      const { url } = await request(scope, isMadeUp ? `${redirectUri}/made-up` : redirectUri);
      // One lost answer is no reason to doubt a setting: asked once more, nothing changes at Asana.
      return readProbe(url, redirectUri)
        .catch(() => readProbe(url, redirectUri))
        .catch(() => ({ outcome: "unknown" })); // which discovery or the network explains
    },
  };
}

/** A page gives up after a second; here the first reading may take as long as any call to Asana. */
async function discoveryRead(provider: Provider): Promise<void> {
  while (provider.status().lastReading === "none yet") await provider.check();
}

async function readProbe(url: string, redirectUri: string): Promise<AuthorizationProbe> {
  const answer = await providerFetch(5_000)(url, {
    method: "GET",
    headers: { accept: "text/html" },
    redirect: "manual",
  });
  if (answer.status >= 500) return { outcome: "unknown" };
  if (answer.status >= 400) return { outcome: "refused", page: await answer.text() };
  const location = answer.headers.get("location") ?? "";
  const isBack = location.startsWith(`${redirectUri}?`) || location.startsWith(`${redirectUri}#`);
  const code = isBack ? new URL(location).searchParams.get("error") : null;
  return code === null ? { outcome: "accepted" } : { outcome: "refused-at-callback", code };
}
