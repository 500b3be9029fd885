/** The list of the person's tasks. */
export const tasksPath = "/demo";

/** The page of one task. */
export function taskPath(gid: string): string {
  return `${tasksPath}/tasks/${gid}`;
}
