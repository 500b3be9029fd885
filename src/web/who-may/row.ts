/** What a person has to be. Each includes the ones before it. */
export type Role = "anybody" | "signed-in" | "administrator";

/** One method of one path, and who may use it. A path without a row does not exist. */
export interface Row {
  readonly method: "GET" | "POST";
  /** As Express writes paths. A parameter named `gid` is an id of Asana's: digits. */
  readonly path: string;
  readonly role: Role;
  /** Of an action: the page with its form, where a person who has to sign in first is led. */
  readonly formPage?: string;
  /** What the landing page calls it: "Signing in takes you to …". */
  readonly inWords?: string;
  /** Set where HEAD must not do what GET does. */
  readonly hasNoHead?: true;
  /** `none`: served over plain http as well, and never reads a session. `optional`: while the store fails, too. */
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

/** The row of what every client may read without a session: files, health checks. */
export function file(path: string): Row {
  return { method: "GET", path, role: "anybody", session: "none" };
}

/** The methods that a row stands for. */
export function methodsOf({ method, hasNoHead }: Row): readonly string[] {
  return method === "GET" && !hasNoHead ? ["GET", "HEAD"] : [method];
}
