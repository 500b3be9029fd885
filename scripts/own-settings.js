// Whether the environment holds a client or tokens for the real Asana. A copied .env.example names
// the sandbox's: those do not count.

const sandboxClientId = "1201000000000001";

export function hasClient({ ASANA_CLIENT_ID, ASANA_CLIENT_SECRET, ASANA_ISSUER }) {
  if (!ASANA_CLIENT_ID) return Boolean(ASANA_CLIENT_SECRET);
  return ASANA_CLIENT_ID !== sandboxClientId || Boolean(ASANA_ISSUER);
}

export function hasTokens({ ASANA_API_BASE_URL, ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN }) {
  const tokens = [ASANA_PAT, ASANA_SERVICE_ACCOUNT_TOKEN].filter(Boolean);
  const areSandboxes = tokens.every((token) => /:sandbox-[a-z-]+-token$/.test(token));
  return !areSandboxes || Boolean(ASANA_API_BASE_URL);
}
