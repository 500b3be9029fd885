import type { Config } from "../../config.ts";
import type { SignedIn } from "../../sessions/session.ts";

/** Who may do something. Each role includes the ones before it. */
export type Role = "anybody" | "signed-in" | "administrator";

/** One method of one path, and who may use it. A path without a row does not exist. */
export interface Row {
  readonly method: "GET" | "POST";
  /** As Express writes paths. A parameter named `gid` is an id of Asana's: digits. */
  readonly path: string;
  readonly role: Role;
  /** An action's page with the form: a stranger gets there after signing in. */
  readonly formPage?: string;
  /** What the landing page calls it: "Signing in takes you to …". */
  readonly inWords?: string;
  /** Set where HEAD must not do what GET does. */
  readonly hasNoHead?: true;
  /** `none`: reads no session, and works over plain http. `optional`: works while the store fails. */
  readonly session?: "none" | "optional";
}

/** The row of a page. HEAD goes with GET. */
export function page(path: string, role: Role, more: Omit<Partial<Row>, "method"> = {}): Row {
  return { method: "GET", path, role, ...more };
}

/** The row of a form's action. */
export function action(path: string, role: Role, formPage: string): Row {
  return { method: "POST", path, role, formPage };
}

/** The row of a file or a health check, which every client may read. */
export function file(path: string): Row {
  return { method: "GET", path, role: "anybody", session: "none" };
}

/** The methods that a row stands for. */
export function methodsOf({ method, hasNoHead }: Row): readonly string[] {
  return method === "GET" && !hasNoHead ? ["GET", "HEAD"] : [method];
}

/**
 * Whether a person may see the organization. Issuer and subject name the person, never an e-mail
 * address: addresses change hands (OpenID Connect Core, 5.7).
 */
export function isAdministrator(
  person: SignedIn | undefined,
  { asana, administrators }: Pick<Config, "asana" | "administrators">,
): boolean {
  return person?.issuer === asana.issuer && administrators.includes(person.subject);
}
