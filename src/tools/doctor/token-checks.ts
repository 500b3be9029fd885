import * as v from "valibot";
import { AsanaApiError } from "../../asana/api-error.ts";
import { type AsanaClient, createAsanaClient, fixedToken } from "../../asana/client.ts";
import { isServiceAccount } from "../../asana/service-account.ts";
import { readMe, type User, userScope } from "../../asana/users.ts";
import { listWorkspaces, type Workspace } from "../../asana/workspaces.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";
import {
  notAServiceAccount,
  patOfPerson,
  patOfServiceAccount,
  refusedWords,
} from "../../words/own-tokens.ts";
import { advice, type Finding, ok, toFix, unchecked } from "./finding.ts";

/**
 * Checks the bot's token: whether Asana accepts it, and whose it is.
 *
 * @param administrators user ids of those who administer the app
 */
export function checkPersonalAccessToken(
  client: AsanaClient,
  administrators: readonly string[],
): Promise<Finding> {
  const variable = "ASANA_PAT";
  return checkToken(client, { variable, refused: refusedWords.pat }, (owner) => {
    if (owner.isServiceAccount) {
      return toFix(variable, `It is the service account "${owner.name}".`, patOfServiceAccount);
    }
    if (administrators.includes(owner.gid)) {
      return advice(variable, `It is ${owner.name}'s, an administrator of this app.`, patOfPerson);
    }
    return ok(variable, `It is the token of the user ${owner.name}, who sees ${owner.sees}.`);
  });
}

/** Checks the service account's token: whether Asana accepts it, and whether it is one. */
export function checkServiceAccountToken(client: AsanaClient): Promise<Finding> {
  const variable = "ASANA_SERVICE_ACCOUNT_TOKEN";
  const refused = refusedWords["service-account"];
  return checkToken(client, { variable, refused }, (owner) => {
    if (owner.isServiceAccount === false) {
      return toFix(
        variable,
        `It is ${owner.name}'s. ${notAServiceAccount}`,
        "Have a super admin make one in the admin console: Apps, Service accounts. A personal access token belongs into ASANA_PAT.",
      );
    }
    if (owner.isServiceAccount === undefined) {
      return unchecked(variable, `Asana did not tell whether ${owner.name} is a service account.`);
    }
    return ok(variable, `It is the service account "${owner.name}", which sees ${owner.sees}.`);
  });
}

/** Checks that one of the app's own tokens sees each administrator. */
export async function checkAdministrators(
  client: AsanaClient,
  administrators: readonly string[],
): Promise<readonly Finding[]> {
  const variable = "ADMIN_USER_IDS";
  const found = await Promise.all(
    administrators.map(async (gid): Promise<Finding> => {
      try {
        return ok(variable, `${gid} is ${await nameOfUser(client, gid)}.`);
      } catch (error) {
        if (!(error instanceof AsanaApiError)) throw error;
        if (error.kind !== "not-found" && error.kind !== "forbidden") {
          return unchecked(variable, `Asana did not say who ${gid} is.`);
        }
        return advice(
          variable,
          `The app's own token sees no user with the id ${gid}.`,
          "Compare it with the profile page of this app, which shows each person their own id.",
        );
      }
    }),
  );
  return found;
}

/** @see Asana's API reference, "Get a user" */
async function nameOfUser(client: AsanaClient, gid: string): Promise<string> {
  const { data } = await client.call({
    method: "GET",
    path: `/users/${gid}`,
    fields: ["name"],
    scope: userScope,
    schema: v.object({ name: v.nullish(v.string(), "") }),
  });
  return data.name;
}

/** A client for one of the app's own tokens, with short limits of time. */
export function tokenClient(token: string, baseUrl: string): AsanaClient {
  return createAsanaClient({
    credential: fixedToken(token),
    baseUrl,
    callLimitMs: 4_000,
    signal: AbortSignal.timeout(8_000),
  });
}

interface Owner {
  readonly gid: string;
  readonly name: string;
  readonly sees: string;
  readonly isServiceAccount: boolean | undefined;
}

async function checkToken(
  client: AsanaClient,
  { variable, refused }: { readonly variable: string; readonly refused: string },
  judge: (owner: Owner) => Finding,
): Promise<Finding> {
  try {
    const [user, workspaces] = await Promise.all([readMe(client), listWorkspaces(client)]);
    return judge(ownerOf(user, workspaces, await isServiceAccount(client, workspaces)));
  } catch (error) {
    if (!(error instanceof AsanaApiError)) throw error;
    if (error.kind !== "unauthorized")
      return unchecked(variable, apiErrorWords[error.kind].whatHappened);
    const [first = "", fix = ""] = refused.split(/(?<=\.) /);
    return toFix(variable, first, fix);
  }
}

function ownerOf(
  { gid, name }: User,
  workspaces: readonly Workspace[],
  isService: boolean | undefined,
): Owner {
  const names = workspaces.slice(0, 3).map((workspace) => workspace.name);
  const more = workspaces.length - names.length;
  const sees = `${names.join(", ") || "no workspace"}${more > 0 ? ` and ${more} more` : ""}`;
  return { gid, name, sees, isServiceAccount: isService };
}
