/**
 * What Asana refuses this app because of its registration, and what the operator does about it. The
 * error pages, `npm run doctor` and docs/real-asana.md say the same.
 *
 * @see Asana's pages "OAuth", "OAuth scopes"
 */
export const registrationWords = {
  "scopes-refused": {
    meaning: "The app asked for permissions that it is not registered for at Asana.",
    fix: "Add them in Asana's developer console: My apps, the app, OAuth, Permission scopes. Or ask for fewer in ASANA_SCOPES; for an app with full permissions that is: openid email profile default.",
  },
  "client-refused": {
    meaning: "The client id or the client secret of this app is wrong or was reset at Asana.",
    fix: "Copy both again from Asana's developer console into ASANA_CLIENT_ID and ASANA_CLIENT_SECRET, and do not swap them.",
  },
  "app-type": {
    meaning: "Asana does not accept the way this app asked for the sign-in.",
    fix: "Compare the app's registration at Asana with its settings: an ordinary app, not one of another type, with the redirect URI and the scopes that this app uses.",
  },
} as const;
