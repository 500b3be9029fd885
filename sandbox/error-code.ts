/** @returns the code that the system or a library gave an error (`EADDRINUSE`, `ENOENT` …) */
export function errorCodeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
