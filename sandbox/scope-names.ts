/** What the identity scopes give: the ID token, and claims at UserInfo. */
export const identityScopes: ReadonlySet<string> = new Set(["openid", "email", "profile"]);

/**
 * Every scope that exists.
 * @see Asana, "OAuth scopes", and the OpenAPI file's list of scopes
 */
export const knownScopes: ReadonlySet<string> = new Set([
  "default",
  ...identityScopes,
  ...scopesOf("goals jobs project_templates task_custom_types task_templates", "read"),
  ...scopesOf("team_memberships teams time_tracking_entries users workspaces", "read"),
  ...scopesOf("workspace.typeahead workspaces.typeahead", "read"),
  ...scopesOf("custom_fields portfolios project_portfolio_settings tags", "read write"),
  ...scopesOf("timesheet_approval_statuses", "read write"),
  ...scopesOf("attachments ooo_entries projects roles stories tasks", "read write delete"),
  ...scopesOf("time_tracking_categories webhooks", "read write delete"),
]);

function scopesOf(resources: string, actions: string): string[] {
  return resources
    .split(" ")
    .flatMap((resource) => actions.split(" ").map((action) => `${resource}:${action}`));
}
