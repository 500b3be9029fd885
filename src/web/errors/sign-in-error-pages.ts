import type { SignInErrorKind } from "../../auth/sign-in-error.ts";
import { registrationWords } from "../../words/registration.ts";
import type { ErrorPage } from "./error-page.ts";

/** Why a person could not be signed in. */
export const signInErrorPages: Record<SignInErrorKind | "cookies-off", ErrorPage> = {
  "provider-unavailable": {
    status: 503,
    title: "Asana cannot be reached at the moment",
    whatHappened: "This app has not been able to reach Asana's sign-in service yet.",
    whatToDo: "Wait a minute, then try again. The app keeps trying by itself.",
    next: "sign-in",
  },
  "provider-slow": {
    status: 504,
    title: "Asana took too long to answer",
    whatHappened: "The sign-in was stopped because Asana's answer did not arrive in time.",
    whatToDo: "Try again now. If it happens again, Asana may be busy: come back in a few minutes.",
    next: "sign-in",
  },
  "provider-failed": {
    status: 502,
    title: "Asana could not complete the sign-in",
    whatHappened: "Asana answered with an error of its own, or the connection to it broke.",
    whatToDo: "Try again in a few minutes. Asana's status page says whether it has trouble.",
    next: "sign-in",
  },
  "request-refused": {
    status: 502,
    title: "Asana refused this app's request",
    whatHappened: registrationWords["app-type"].meaning,
    whatToDo: `Trying again does not help until the operator of this app has done this: ${registrationWords["app-type"].fix}`,
  },
  "scope-refused": {
    status: 502,
    title: "Asana does not let this app ask for these permissions",
    whatHappened: registrationWords["scopes-refused"].meaning,
    whatToDo: `For the operator of this app: ${registrationWords["scopes-refused"].fix}`,
  },
  "client-refused": {
    status: 502,
    title: "Asana does not accept this app's credentials",
    whatHappened: registrationWords["client-refused"].meaning,
    whatToDo: `For the operator of this app: ${registrationWords["client-refused"].fix}`,
  },
  "sign-in-expired": {
    status: 400,
    title: "This sign-in is over",
    whatHappened:
      "A sign-in can be finished once, within ten minutes. This one was finished before or is too old. Perhaps it came from a bookmark, Back or a reload.",
    whatToDo: "Start a new sign-in. Nothing was lost.",
    next: "sign-in",
  },
  "sign-in-not-started-here": {
    status: 400,
    title: "This sign-in was not started in this browser",
    whatHappened:
      "For your safety a sign-in is finished only in the browser that started it, and at the same address. If another person sent you the link, do not use it.",
    whatToDo: "Start your own sign-in in this browser.",
    next: "sign-in",
  },
  "cookies-off": {
    status: 400,
    title: "Your browser does not keep cookies",
    whatHappened: "Without a cookie this app cannot recognize you when you come back from Asana.",
    whatToDo: "Allow cookies for this site in your browser's settings, then sign in again.",
    next: "sign-in",
  },
  "response-malformed": {
    status: 400,
    title: "Asana's reply could not be read",
    whatHappened: "The reply that you brought back is incomplete or contradicts itself.",
    whatToDo: "Sign in again from the start.",
    next: "sign-in",
  },
  "issuer-mismatch": {
    status: 400,
    title: "The reply came from another service",
    whatHappened: "It names another sign-in service than the one this app sent you to.",
    whatToDo: "Close other sign-in pages, then sign in again from here.",
    next: "sign-in",
  },
  "code-refused": {
    status: 400,
    title: "Asana did not accept this sign-in",
    whatHappened: "The one-time code that you brought back from Asana was refused.",
    whatToDo: "Sign in again: a new code is made each time.",
    next: "sign-in",
  },
  "answer-untrusted": {
    status: 502,
    title: "Asana's answer could not be trusted",
    whatHappened:
      "It is damaged, or the proof of who you are did not pass this app's checks. You were not signed in.",
    whatToDo: "Try once more. If it fails again, tell the operator the request id below.",
    next: "sign-in",
  },
  "id-token-missing": {
    status: 502,
    title: "Asana did not say who you are",
    whatHappened:
      "The app asked for an ID token, and Asana's answer holds none. You were not signed in.",
    whatToDo:
      "The operator needs to check that openid is among the app's permission scopes at Asana and in ASANA_SCOPES.",
  },
  "id-token-untimely": {
    status: 502,
    title: "The clocks of Asana and this app disagree",
    whatHappened:
      "The proof of who you are has expired, or comes from the future. You were not signed in.",
    whatToDo: "The operator needs to set the clock of the app's server. Then sign in again.",
    next: "sign-in",
  },
  "subject-mismatch": {
    status: 502,
    title: "Asana named two different people",
    whatHappened: "Two answers about who you are name different accounts. You were not signed in.",
    whatToDo: "Sign out at Asana, then sign in here again.",
    next: "sign-in",
  },
  "workspace-not-allowed": {
    status: 403,
    title: "This app is for people of other workspaces",
    whatHappened:
      "Only people of certain workspaces may sign in here, and Asana says that you are in none of them. You were not signed in. Nothing was kept.",
    whatToDo:
      "Sign in with the Asana account that you use there, and allow that workspace if Asana asks. Or ask the operator of this app to add yours.",
    next: "sign-in",
  },
  "workspaces-unknown": {
    status: 502,
    title: "Asana did not name your workspaces",
    whatHappened:
      "Only people of certain workspaces may sign in here, and Asana did not say which ones you are in. You were not signed in.",
    whatToDo: "Try again in a moment, and allow this app to see your workspaces when Asana asks.",
    next: "sign-in",
  },
};
