const whole: Readonly<Record<string, string>> = {
  default: "See and change everything that you can see and change",
  openid: "Know who you are",
  email: "See your e-mail address",
  profile: "See your name and photo",
};

const resources: Readonly<Record<string, string>> = {
  users: "the people you work with",
  workspaces: "your workspaces",
  projects: "your projects",
  tasks: "your tasks",
  stories: "comments on your tasks",
  teams: "your teams",
};

const actions: Readonly<Record<string, string>> = {
  read: "Read",
  write: "Create and change",
  delete: "Delete",
};

/** @returns what a scope allows, as the person whose data it is would say it */
export function describeScope(scope: string): string {
  const [resource = "", action = ""] = scope.split(":");
  const what = resources[resource] ?? resource.replaceAll(/[_.]/g, " ");
  return whole[scope] ?? `${actions[action] ?? action} ${what}`;
}
