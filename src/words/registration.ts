/** How this app's settings and its registration at Asana can differ. */
type RegistrationProblem =
  | "redirect-uri-unknown"
  | "scopes-refused"
  | "no-scopes"
  | "not-distributed"
  | "blocked"
  | "client-unknown"
  | "secret-refused"
  | "client-refused"
  | "app-type";

interface Words {
  /** The text of Asana's error page, as far as it is known. The app never sees that page. */
  readonly atAsana?: string;
  readonly meaning: string;
  /** What the operator does about it. */
  readonly fix: string;
}

/**
 * The words for each problem. The app's error pages, `npm run doctor`, `npm run setup` and
 * docs/real-asana.md use them; a test compares docs/real-asana.md with this table.
 *
 * @see Asana's pages "OAuth", "OAuth scopes", "Manage distribution", "Troubleshooting"
 */
export const registrationWords = {
  "redirect-uri-unknown": {
    atAsana:
      "invalid_request: The `redirect_uri` parameter does not match a valid url for the application",
    meaning: "The redirect URI is not registered for the app at Asana.",
    fix: "Register it under OAuth, Redirect URLs, exactly as the app prints it: scheme, host, port, no slash at the end; localhost, not 127.0.0.1.",
  },
  "scopes-refused": {
    atAsana: "forbidden_scopes: Your app is not allowed to request user authorization for … scopes",
    meaning: "The app asked for permissions that it is not registered for at Asana.",
    fix: "Add them in Asana's developer console: My apps, the app, OAuth, Permission scopes. Or ask for fewer in ASANA_SCOPES; for an app with full permissions that is: openid email profile default.",
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
  "client-refused": {
    meaning: "The client id or the client secret of this app is wrong or was reset at Asana.",
    fix: "Copy both again from Asana's developer console into ASANA_CLIENT_ID and ASANA_CLIENT_SECRET, and do not swap them.",
  },
  "app-type": {
    meaning: "Asana does not accept the way this app asked for the sign-in.",
    fix: "Compare the app's registration at Asana with its settings: an ordinary app, not one of another type, with the redirect URI and the scopes that this app uses.",
  },
} as const satisfies Record<RegistrationProblem, Words>;

/** Where an operator finds the values that only Asana can give. */
export const foundAt = {
  app: "https://app.asana.com/0/my-apps, your app, OAuth",
  redirectUri: "https://app.asana.com/0/my-apps, your app, OAuth, Redirect URLs",
  personalAccessToken:
    "https://app.asana.com/0/my-apps, Personal access tokens, Create new token, signed in as the bot's own user; it is shown once",
  serviceAccountToken:
    "the admin console, Apps, Service accounts, Add service account (Enterprise, super admins); it is shown once",
  administrators: "the profile page of this app, which shows everybody their own",
} as const;
