/**
 * The scopes that an operation needs and the token lacks. `default` covers all scopes; no scope
 * implies another.
 *
 * @param granted space-separated, as `needed` is
 * @returns space-separated; empty when nothing is missing
 * @see Asana's page "OAuth", "OAuth scopes"
 */
export function missingScope(granted: string, needed: string): string {
  const scopes = granted.split(" ");
  if (scopes.includes("default")) return "";
  return needed
    .split(" ")
    .filter((scope) => !scopes.includes(scope))
    .join(" ");
}
