import type { Config } from "../../config.ts";
import type { SignedIn } from "../../sessions/session.ts";

/**
 * Whether somebody may see the organization. Issuer and subject say who it is, never an e-mail
 * address: those change hands (OpenID Connect Core, 5.7).
 */
export function isAdministrator(
  person: SignedIn | undefined,
  { asana, administrators }: Pick<Config, "asana" | "administrators">,
): boolean {
  return person?.issuer === asana.issuer && administrators.includes(person.subject);
}
