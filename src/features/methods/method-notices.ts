import { missingScope } from "../../asana/operation.ts";
import type { Permission } from "../../permissions.ts";
import type { SignedIn } from "../../sessions/session.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { accessEnded } from "../../web/errors/failure-words.ts";
import type { Notice } from "../../web/page/link.ts";
import { signInAddress } from "../../web/sign-in/sign-in-address.ts";
import { permissionAddress } from "../../web/who-may/permission-request.ts";
import {
  notAServiceAccount,
  patOfPerson,
  patOfServiceAccount,
  refusedWords,
} from "../../words/own-tokens.ts";
import {
  type Asked,
  isRefused,
  type OwnTokenFindings,
  type TokenFindings,
} from "./token-findings.ts";

/** What is wrong with the person's access, and the way to put it right. */
export function oauthNotices(
  findings: TokenFindings,
  { config, permissions }: Pick<Dependencies, "config" | "permissions">,
): readonly Notice[] {
  if (isRefused(findings)) return [accessEnded(methodsPath)];
  const missing = asked(findings).flatMap((one) =>
    one.outcome === "scope-missing" ? [one.scope] : [],
  );
  return [
    ...(missing.length > 0
      ? [scopeNotice(missing.join(" "), { configured: config.asana.scope, permissions })]
      : []),
    ...failures(findings),
  ];
}

/** What is wrong with the bot's token, or with the user whose it is. */
export function patNotices(
  findings: OwnTokenFindings,
  { subject }: SignedIn,
  { config }: Pick<Dependencies, "config">,
): readonly Notice[] {
  if (isRefused(findings)) return [{ text: refusedWords.pat }];
  const { user, isServiceAccount } = findings;
  const gid = user.outcome === "answered" ? user.answer.gid : undefined;
  const isPersons = gid !== undefined && [subject, ...config.administrators].includes(gid);
  return [
    ...failures(findings),
    ...(isServiceAccount ? [{ text: patOfServiceAccount }] : []),
    ...(isPersons ? [{ text: patOfPerson }] : []),
  ];
}

/** What is wrong with the service account's token, or that it is no service account's. */
export function serviceAccountNotices(findings: OwnTokenFindings): readonly Notice[] {
  if (isRefused(findings)) return [{ text: refusedWords["service-account"] }];
  return [
    ...failures(findings),
    ...(findings.isServiceAccount === false ? [{ text: notAServiceAccount }] : []),
  ];
}

function asked({ user, workspaces }: TokenFindings): readonly Asked<unknown>[] {
  return [user, workspaces];
}

/** Both calls mostly fail for the same reason, so the page says it once. */
function failures(findings: TokenFindings): readonly Notice[] {
  const problems = asked(findings).flatMap((one) =>
    one.outcome === "failed" ? [one.problem] : [],
  );
  return [...new Set(problems)].map((text) => ({ text }));
}

/** Leads to a sign-in when that asks for the scope, otherwise to the permission of a page. */
function scopeNotice(
  missing: string,
  asked: { readonly configured: string; readonly permissions: readonly Permission[] },
): Notice {
  const text = `Asana did not allow this app to read everything: it was not given ${missing}.`;
  const link = (href: string) => ({ href, label: "Allow it at Asana", about: "OAuth" });
  if (missingScope(asked.configured, missing) === "") {
    return { text, link: link(signInAddress(methodsPath)) };
  }
  const covering = asked.permissions.find(({ scope }) => missingScope(scope, missing) === "");
  if (covering) return { text, link: link(permissionAddress(covering, methodsPath)) };
  return { text: `${text} Not all of it is in ASANA_SCOPES, so the app does not ask for it.` };
}

/** The page that compares the methods. */
export const methodsPath = "/methods";
