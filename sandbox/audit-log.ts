import { findPerson, type User } from "./people.ts";

/** Something that happened in an organization. @see Asana, "Audit log events" */
export interface AuditEvent {
  readonly gid: string;
  readonly createdAt: number;
  readonly type: string;
  readonly category: string;
  readonly actor: User;
  readonly resource: { readonly resourceType: string; readonly gid: string; readonly name: string };
  readonly context: AuditContext;
}

/** `cookie`: in a browser; the others: a call of the API. */
export interface AuditContext {
  readonly method: "cookie" | "oauth" | "personal_access_token" | "service_account";
  readonly appName?: string;
}

/** What happened, oldest first. */
export interface AuditLog {
  readonly events: readonly AuditEvent[];
  add(event: Omit<AuditEvent, "gid">): void;
}

/** @param before what happened before the sandbox was started, oldest first */
export function createAuditLog(before: readonly Omit<AuditEvent, "gid">[] = []): AuditLog {
  const events: AuditEvent[] = [];
  const log: AuditLog = {
    events,
    add: (event) => {
      events.push({ ...event, gid: `17${String(events.length + 1).padStart(14, "0")}` });
    },
  };
  before.forEach(log.add);
  return log;
}

/** Takes down what a person did about their own account, in a browser. */
export function tellOfPerson(
  log: AuditLog,
  { type, gid, at }: { readonly type: string; readonly gid: string; readonly at: number },
): void {
  const person = findPerson(gid);
  if (person) {
    const category = type.startsWith("user_login") ? "logins" : "apps";
    const about = { actor: person, resource: person, context: { method: "cookie" } as const };
    log.add({ type, category, createdAt: at, ...about });
  }
}
