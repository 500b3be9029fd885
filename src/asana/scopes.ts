/**
 * The scopes that an operation needs and the token lacks, space-separated like the parameters.
 * `default` covers all scopes; no scope implies another.
 *
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
