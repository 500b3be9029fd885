import type { Link } from "../../web/page/link.ts";

/** The four methods that Asana offers, in the order of the table. */
export const methodNames = [
  "openid-connect",
  "oauth",
  "personal-access-token",
  "service-account",
] as const;

export type MethodName = (typeof methodNames)[number];

export interface Setting {
  readonly name: string;
  readonly meaning: string;
}

export interface ShowingFile {
  readonly path: string;
  readonly shows: string;
}

/** The steps that a person takes at Asana. */
export interface SetUp {
  readonly title: string;
  readonly steps: readonly string[];
  /** Where the steps begin, when that has an address. */
  readonly link?: Link;
  /** The pages of Asana's documentation that the steps are taken from. */
  readonly source: string;
}

export interface Cost {
  readonly name: string;
  readonly text: string;
  readonly source: string;
}

interface Method {
  readonly name: string;
  /** Its purpose as a question, for people who have answered nothing yet. */
  readonly question: string;
  readonly answer: string;
  readonly source: string;
  readonly costs: readonly Cost[];
  readonly setUp: SetUp;
  readonly settings: readonly Setting[];
  readonly files: readonly ShowingFile[];
}

const developerConsole: Link = {
  href: "https://app.asana.com/0/my-apps",
  label: "Open the developer console",
};

/** OpenID Connect and OAuth share it: one registration serves both. */
const registration: SetUp = {
  title: "Register the app",
  steps: [
    "In the developer console, choose “Create new app”: an ordinary one, not of the MCP type. People see its name when they are asked to allow it.",
    "OAuth → Redirect URLs: add the address of this app with /auth/callback behind it, exactly as the app prints it at the start.",
    "OAuth → Permission scopes: tick openid, email and profile where they are offered. That is all for signing in; to act for people, add what the app does, such as tasks:read and tasks:write, or choose “Full permissions”.",
    "OAuth: copy the client ID and the client secret.",
    "Manage distribution: choose your workspaces, or “Any workspace”. A new app is available in none, and without this step nobody can allow it.",
  ],
  link: developerConsole,
  source: "OAuth, Manage distribution",
};

const registrationSettings: readonly Setting[] = [
  { name: "ASANA_CLIENT_ID", meaning: "the app that you registered" },
  { name: "ASANA_CLIENT_SECRET", meaning: "its secret, known to the server only" },
  { name: "BASE_URL", meaning: "where this app is; the redirect URI begins with it" },
  { name: "ASANA_SCOPES", meaning: "what people are asked to allow when they sign in" },
  {
    name: "ALLOWED_WORKSPACES",
    meaning: "whose members may sign in; without it, anybody with an Asana account",
  },
];

/**
 * The methods in words.
 *
 * @see Asana: Authentication overview, OAuth, OpenID Connect, Personal access token, Service accounts
 */
export const methods: Readonly<Record<MethodName, Method>> = {
  "openid-connect": {
    name: "OpenID Connect",
    question: "Who is this person?",
    answer: "Let people sign in to your app with their Asana account.",
    source: "OpenID Connect",
    costs: [
      { name: "Plan", text: "Any.", source: "Authentication overview" },
      {
        name: "Secret",
        text: "One client secret, on the server. Of the person, the app keeps only who they are.",
        source: "OAuth",
      },
      {
        name: "Upkeep",
        text: "None for the ID token: the app reads it once, at sign-in. When you reset the client secret, put the new one in at once.",
        source: "OpenID Connect, OAuth",
      },
    ],
    setUp: registration,
    settings: registrationSettings,
    files: [
      { path: "src/auth/authorization-request.ts", shows: "the request that begins a sign-in" },
      {
        path: "src/auth/code-exchange.ts",
        shows: "the code exchange, and each check of its answer",
      },
      { path: "src/auth/userinfo.ts", shows: "name, e-mail and photo" },
      { path: "src/web/routes/sign-in-routes.ts", shows: "the callback" },
    ],
  },
  oauth: {
    name: "OAuth",
    question: "Act for many people?",
    answer:
      "Each person allows your app to act for them. Usually together with OpenID Connect: one registration serves both.",
    source: "OAuth",
    costs: [
      {
        name: "Plan",
        text: "Any. An administrator can block your app in their workspace.",
        source: "Authentication overview, Errors",
      },
      {
        name: "Secret",
        text: "A client secret on the server, and for each person a refresh token, kept encrypted.",
        source: "OAuth",
      },
      {
        name: "Upkeep",
        text: "Refresh each access token after an hour; ask again when a person has taken the permission back, or when the app needs another scope.",
        source: "OAuth",
      },
    ],
    setUp: registration,
    settings: registrationSettings,
    files: [
      { path: "src/auth/token-refresh.ts", shows: "the refresh, once for any number of callers" },
      { path: "src/auth/revocation.ts", shows: "giving the permission back" },
      { path: "src/permissions.ts", shows: "which page needs which scopes" },
      {
        path: "src/web/asana-calls/asana-as-person.ts",
        shows: "where a call gets the person’s token",
      },
      { path: "src/features/methods/methods-routes.ts", shows: "the same call by each method" },
    ],
  },
  "personal-access-token": {
    name: "Personal access token",
    question: "A script of your own, or a bot?",
    answer:
      "The quickest start. What it does carries its owner’s name, so a bot gets a user of its own.",
    source: "Personal access token",
    costs: [
      {
        name: "Plan",
        text: "Any. An administrator can block such tokens.",
        source: "Authentication overview, Personal access token",
      },
      {
        name: "Secret",
        text: "The token is like its user’s password: it opens all that the user sees, and no scope narrows it. Shown once; never in a repository.",
        source: "Personal access token",
      },
      {
        name: "Upkeep",
        text: "No refresh. Make a new one from time to time, put it in, and deauthorize the old one.",
        source: "Personal access token",
      },
    ],
    setUp: {
      title: "Make a personal access token",
      steps: [
        "Sign in to Asana as the user whose name the actions should carry.",
        "Developer console → Personal access tokens → “Create new token”. Describe what it is for, so that you know later which one to deauthorize.",
        "Copy the token at once: it is not shown again.",
      ],
      link: developerConsole,
      source: "Personal access token",
    },
    settings: [
      { name: "ASANA_PAT", meaning: "the token; turns on the bot, and the commands can use it" },
    ],
    files: [
      { path: "examples/pat.js", shows: "the smallest program with a token" },
      { path: "src/features/bot/bot-comment.ts", shows: "a comment in the bot’s name" },
      { path: "src/features/methods/methods-routes.ts", shows: "the same call by each method" },
    ],
  },
  "service-account": {
    name: "Service account",
    question: "The whole organization?",
    answer: "Backups, user administration, clean-ups, integrations over all data. Enterprise only.",
    source: "Service accounts",
    costs: [
      {
        name: "Plan",
        text: "Enterprise, Enterprise+ or legacy Enterprise; not for divisions. Some endpoints need more: the audit log Enterprise+ or legacy Enterprise.",
        source: "Service accounts, Audit log events",
      },
      {
        name: "Secret",
        text: "With full permissions the token opens everything in the organization, private items included. Shown once; keep it where only the server reads it.",
        source: "Service accounts",
      },
      {
        name: "Upkeep",
        text: "No refresh. A super admin makes it and takes it back in the admin console; plan with them who replaces it, and when.",
        source: "Service accounts",
      },
    ],
    setUp: {
      title: "Have a service account made",
      steps: [
        "Ask a super admin of the organization: nobody else can make one.",
        "They open the admin console → Apps → Service accounts → “Add service account”, and give it a name and a picture: what it does carries them.",
        "They choose full permissions for the ordinary API, or scoped ones for one area only: user provisioning, exports, audit logs.",
        "They copy the token at once, because Asana does not show it again. They hand it to the operator of the app, not by e-mail.",
      ],
      source: "Service accounts",
    },
    settings: [
      {
        name: "ASANA_SERVICE_ACCOUNT_TOKEN",
        meaning: "the token; turns on the organization’s pages and the jobs",
      },
      {
        name: "ADMIN_USER_IDS",
        meaning: "the Asana user ids of those who may see through this app what the account sees",
      },
    ],
    files: [
      {
        path: "src/features/organization/organization-routes.ts",
        shows: "the organization’s pages",
      },
      { path: "src/tools/backup.ts", shows: "a backup" },
      { path: "src/asana/find-inactive-projects.ts", shows: "which projects nobody works on" },
      { path: "src/features/methods/methods-routes.ts", shows: "the same call by each method" },
    ],
  },
};
