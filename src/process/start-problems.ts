import { ConfigError } from "../config-error.ts";
import type { Environment } from "../environment.ts";
import { StoreError } from "../store-error.ts";

/** Why the app does not start, line by line. Throws the error when no setting explains it. */
export function problemsOf(error: unknown, environment: Environment): readonly string[] {
  if (error instanceof ConfigError) return error.problems;
  if (error instanceof StoreError && environment.REDIS_URL) {
    return [
      `REDIS_URL cannot be used: ${causeOf(error)}; \`npm run doctor\` looks at address, user, password and rights`,
    ];
  }
  if (error instanceof StoreError) {
    return [
      `SESSION_DB (${environment.SESSION_DB ?? "data/sessions.db"}) cannot be used: ${causeOf(error)}; use a file of this app in a folder that it may write to`,
    ];
  }
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall === "listen" || syscall === "getaddrinfo") {
    const port = environment.PORT ?? "3000";
    return code === "EADDRINUSE"
      ? [`PORT ${port} is in use; stop what uses it, or set PORT to another`]
      : [
          `PORT ${port} on HOST ${environment.HOST ?? "*"} cannot be listened on (${code}); use an address of this machine, or none for all`,
        ];
  }
  if (code && path) {
    return [
      `SESSION_SECRET is not set and ${path} cannot be written (${code}); set SESSION_SECRET`,
    ];
  }
  throw error;
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? cause.message : String(cause);
}
