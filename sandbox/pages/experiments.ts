import type { Switches } from "../switches.ts";

/** Something to try with an app, and what to look at then. */
export interface Experiment {
  readonly name: string;
  readonly button: string;
  readonly words: string;
  readonly next: string;
  readonly change: Partial<Switches>;
}

/** What teaches most about living with an OpenID Provider and an API. */
export const experiments: readonly Experiment[] = [
  {
    name: "expire",
    button: "Let the access token expire",
    words: "From now on every access token handed out so far is too old. Refreshing still works.",
    next: "Every access token has expired. Open a page of your app that reads from Asana: it gets a new token by itself, or the person is asked to sign in again.",
    change: { expireTokens: "now" },
  },
  {
    name: "revoke",
    button: "Take the access away",
    words:
      "As if everybody had deauthorized every app: all tokens are dead, and consent is forgotten.",
    next: "No app has access any more. Open a page of your app that reads from Asana: it says so, forgets its tokens, and offers to connect again.",
    change: { revokeTokens: "now" },
  },
  {
    name: "slow",
    button: "Let Asana be slow",
    words: "Every call to the API takes three seconds longer, until it is reset.",
    next: "The API is slow. Open a page of your app that reads from Asana: it waits with patience, but not for ever, and the rest of the app stays quick.",
    change: { slow: { endpoint: "rest", ms: 3000 } },
  },
  {
    name: "rate-limit",
    button: "Hit the rate limit",
    words: "The next ten calls to the API are refused: too many requests, try again in 30 seconds.",
    next: "The next ten calls to the API are refused. Open a page of your app that reads from Asana: it shows what it has, says why there is no more, and does not try again at once.",
    change: { force429: 10 },
  },
  {
    name: "rotate",
    button: "Rotate refresh tokens",
    words: "Each refresh returns a new refresh token, and the one before it is dead from then on.",
    next: "Refresh tokens rotate. Let the access token expire twice and use your app after each time: only an app that kept the new refresh token is still connected.",
    change: { refresh: "rotate" },
  },
];
