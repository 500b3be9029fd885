import type { User } from "./people.ts";
import type { Project, Stories, Story, Task, Tasks } from "./world.ts";

/** Finds tasks at once by what the API looks for, however many there are. */
export function indexTasks(tasks: Iterable<Task>): Tasks {
  const byGid = new Map<string, Task>();
  const byProject = new Map<Project, Task[]>();
  const byParent = new Map<Task, Task[]>();
  const byAssignee = new Map<User, Task[]>();
  const index: Tasks = {
    get: (gid) => byGid.get(gid),
    all: () => byGid.values(),
    ofProject: (project) => byProject.get(project) ?? [],
    ofAssignee: (user) => byAssignee.get(user) ?? [],
    subtasksOf: (task) => byParent.get(task) ?? [],
    add(task) {
      byGid.set(task.gid, task);
      for (const { project } of task.memberships) push(byProject, project, task);
      if (task.parent) push(byParent, task.parent, task);
      if (task.assignee) push(byAssignee, task.assignee, task);
    },
    change(task, changes) {
      const { assignee: before } = task;
      Object.assign(task, changes);
      if (task.assignee === before) return;
      if (before) drop(byAssignee, before, task);
      if (task.assignee) push(byAssignee, task.assignee, task);
    },
    delete(task) {
      const below = index.subtasksOf(task).flatMap(index.delete);
      byGid.delete(task.gid);
      for (const { project } of task.memberships) drop(byProject, project, task);
      if (task.parent) drop(byParent, task.parent, task);
      if (task.assignee) drop(byAssignee, task.assignee, task);
      return [...below, task];
    },
  };
  for (const task of tasks) index.add(task);
  return index;
}

export function indexStories(stories: Iterable<Story>): Stories {
  const byGid = new Map<string, Story>();
  const byTask = new Map<Task, Story[]>();
  const index: Stories = {
    get: (gid) => byGid.get(gid),
    of: (task) => byTask.get(task) ?? [],
    add(story) {
      byGid.set(story.gid, story);
      push(byTask, story.target, story);
    },
    deleteAllOf(task) {
      for (const { gid } of index.of(task)) byGid.delete(gid);
      byTask.delete(task);
    },
  };
  for (const story of stories) index.add(story);
  return index;
}

function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list) {
    list.push(item);
  } else {
    lists.set(key, [item]);
  }
}

function drop<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const rest = (lists.get(key) ?? []).filter((one) => one !== item);
  lists.set(key, rest);
}
