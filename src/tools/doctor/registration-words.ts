import { registrationWords } from "../../words/registration.ts";

/**
 * What can be wrong with the app's registration, as doctor and docs/real-asana.md put it: a test
 * compares the two. What stands on a page at Asana never reaches the app.
 *
 * @see Asana's pages "OAuth", "OAuth scopes", "Manage distribution", "Troubleshooting"
 */
export const checkWords = {
  ...registrationWords,
  "scopes-refused": {
    atAsana: "forbidden_scopes: Your app is not allowed to request user authorization for … scopes",
    ...registrationWords["scopes-refused"],
  },
  "redirect-uri-unknown": {
    atAsana:
      "invalid_request: The `redirect_uri` parameter does not match a valid url for the application",
    meaning: "The redirect URI is not registered for the app at Asana.",
    fix: "Register it under OAuth, Redirect URLs, exactly as the app prints it: scheme, host, port, no slash at the end; localhost, not 127.0.0.1.",
  },
  "no-scopes": {
    atAsana: "Your app does not have any scopes registered",
    meaning: "No permission scopes were chosen for the app.",
    fix: "Choose them under OAuth, Permission scopes.",
  },
  "not-distributed": {
    atAsana: "This app is not available to your Asana workspace or organization",
    meaning: "The app is not available in this workspace. A new app is available in none.",
    fix: "Under Manage distribution choose that workspace, or any.",
  },
  blocked: {
    atAsana: "a page that names a blocked workspace, and offers to request approval",
    meaning: "An administrator of that workspace blocks the app.",
    fix: "Ask the administrator to approve it, with the button on that page; or sign in with an account of another workspace.",
  },
  "client-unknown": {
    atAsana: "invalid_request, on a page without a way back",
    meaning: "Asana knows no app with this client id.",
    fix: "Copy the client id again from Asana's developer console: My apps, the app, OAuth. It is a number.",
  },
  "secret-refused": {
    meaning: "Asana knows the client id, but does not accept this client secret.",
    fix: "Copy the client secret again from Asana's developer console: My apps, the app, OAuth. Resetting it ends the one before at once.",
  },
} as const;

/** Where the values are that only Asana can give. */
export const foundAt = {
  app: "https://app.asana.com/0/my-apps, your app, OAuth",
  redirectUri: "https://app.asana.com/0/my-apps, your app, OAuth, Redirect URLs",
  personalAccessToken:
    "https://app.asana.com/0/my-apps, Personal access tokens, Create new token, signed in as the bot's own user; it is shown once",
  serviceAccountToken:
    "the admin console, Apps, Service accounts, Add service account (Enterprise, super admins); it is shown once",
  administrators: "the profile page of this app, which shows each person their own id",
} as const;
