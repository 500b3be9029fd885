/** What a scope lets the app do (Asana's page "OAuth scopes"), in words; an unknown scope's name. */
export function scopeInWords(scope: string): string {
  return words.get(scope) ?? scope;
}

const words: ReadonlyMap<string, string> = new Map([
  ["openid", "Know which Asana account is yours"],
  ["email", "See your e-mail address"],
  ["profile", "See your name and photo"],
  ["default", "Be able to do everything that you can do at Asana"],
  ["users:read", "See people's names and e-mail addresses"],
  ["workspaces:read", "See your workspaces"],
  ["projects:read", "See your projects"],
  ["tasks:read", "See your tasks"],
  ["tasks:write", "Create and change tasks"],
  ["tasks:delete", "Delete tasks"],
  ["stories:read", "See comments and history of tasks"],
  ["stories:write", "Write comments on tasks"],
  ["teams:read", "See your teams"],
]);
