import type { Config } from "../../config.ts";
import type { SignedIn } from "../../sessions/session.ts";

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
