import type { Feature } from "../../web/feature.ts";
import { action, page } from "../../web/who-may/row.ts";
import { sessionsListRoutes } from "./sessions-list-routes.ts";

/** Where a person is signed in, and the buttons that end it (OWASP ASVS 5, 7.5.2). */
export const sessionsList: Feature = {
  name: "sessions-list",
  rows: [
    page("/sessions", "signed-in", { inWords: "the list of your sessions" }),
    action("/sessions/end", "signed-in", "/sessions"),
    action("/auth/logout-everywhere", "signed-in", "/sessions"),
  ],
  routes: sessionsListRoutes,
  landingNotes: {
    "signed-out-everywhere": {
      text: "You are signed out here, on all your devices. Asana still lets this app act for you when you sign in again; disconnecting ends that.",
    },
  },
  profileLink: { name: "Sessions", link: { href: "/sessions", label: "Where you are signed in" } },
};
