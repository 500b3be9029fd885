import type { MethodName } from "./guide-methods.ts";

interface ComparisonRow {
  readonly aspect: string;
  readonly cells: Readonly<Record<MethodName, string>>;
  /** The pages of Asana's documentation that the row is taken from. */
  readonly source: string;
}

const eachMethodsPage = "OpenID Connect, OAuth, Personal access token, Service accounts";

/** The table of the four methods: one row for each aspect. */
export const comparison: readonly ComparisonRow[] = [
  {
    aspect: "Purpose",
    cells: {
      "openid-connect": "Sign people in",
      oauth: "An app that acts for many people",
      "personal-access-token": "Quickest start; own scripts, automation, bots",
      "service-account": "Administration of an organization",
    },
    source: "Authentication overview",
  },
  {
    aspect: "Acts as",
    cells: {
      "openid-connect": "Nobody: it says who a person is",
      oauth: "The person who clicked Allow",
      "personal-access-token": "The user who made it",
      "service-account": "Itself; nobody can sign in as it",
    },
    source: eachMethodsPage,
  },
  {
    aspect: "Name at what it does",
    cells: {
      "openid-connect": "None: it does nothing",
      oauth: "The person’s",
      "personal-access-token": "Its user’s; so a bot gets a user of its own",
      "service-account": "The account’s own name and picture",
    },
    source: "Authentication overview, Service accounts",
  },
  {
    aspect: "Sees",
    cells: {
      "openid-connect": "Asana user id; name, e-mail and photo when allowed",
      oauth: "What the person sees, cut to the allowed scopes",
      "personal-access-token": "What its user sees; no scope narrows it",
      "service-account":
        "Everything in the organization, private items included; or one area, with scoped permissions",
    },
    source: "OAuth scopes, Personal access token, Service accounts",
  },
  {
    aspect: "Lifetime",
    cells: {
      "openid-connect": "ID token: read once, at sign-in",
      oauth:
        "Access token one hour; refresh token for as long as the person keeps the app authorized",
      "personal-access-token": "Long",
      "service-account": "Until removed in the admin console",
    },
    source: eachMethodsPage,
  },
  {
    aspect: "Taken back by",
    cells: {
      "openid-connect": "Deauthorizing the app; the app ends its own session",
      oauth: "The person, under profile settings, Apps, Deauthorize; or the app, by revoking",
      "personal-access-token": "Its user, in the developer console",
      "service-account": "A super admin, in the admin console",
    },
    source: "OAuth, Personal access token, Service accounts",
  },
  {
    aspect: "Plan",
    cells: {
      "openid-connect": "Every plan",
      oauth: "Every plan",
      "personal-access-token": "Every plan",
      "service-account": "Enterprise, Enterprise+, legacy Enterprise",
    },
    source: "Authentication overview, Service accounts",
  },
  {
    aspect: "Secrets to keep",
    cells: {
      "openid-connect": "A client secret, on the server",
      oauth: "A client secret, and a refresh token for each person",
      "personal-access-token": "The token, like its user’s password",
      "service-account": "The token: with full permissions it opens the whole organization",
    },
    source: "OAuth, Personal access token, Service accounts",
  },
  {
    aspect: "Made by",
    cells: {
      "openid-connect": "Any developer, by registering an app",
      oauth: "Any developer, by registering an app",
      "personal-access-token": "Any user, unless an administrator blocks it",
      "service-account": "Super admins only",
    },
    source: "OAuth, Personal access token, Service accounts",
  },
  {
    aspect: "Unfit for",
    cells: {
      "openid-connect": "API access by itself",
      oauth: "Work that no person stands behind",
      "personal-access-token": "Other people’s accounts",
      "service-account": "Acting as a person",
    },
    source: "Authentication overview",
  },
];
