import type { Project, Section, Story, Task, World } from "./world.ts";

const tasksPerProject = 100;
const storiesEvery = 4;
const dayMs = 24 * 3600 * 1000;
/** They were made that long ago, and changed one by one since. */
const ageDays = 80;

/**
 * Adds that many tasks to the organization, in projects of a hundred, with a comment on every
 * fourth: for backups and benchmarks. They are nobody's, so that everybody's own tasks stay few.
 */
export function withGeneratedTasks(world: World, count: number, now: number): World {
  const organization = world.workspaces.find(({ isOrganization }) => isOrganization);
  const project = world.projects.find(({ workspace }) => workspace === organization);
  const [task] = project ? world.tasks.ofProject(project) : [];
  if (!project || !task) {
    return world;
  }
  const numbers = Array.from({ length: count }, (_, index) => index);
  const projects: Project[] = numbers
    .filter((number) => number % tasksPerProject === 0)
    .map((number) => {
      const name = `Generated project ${number / tasksPerProject + 1}`;
      const section: Section = { resourceType: "section", gid: gidOf(4, number), name: "To do" };
      return { ...project, gid: gidOf(1, number), name, isPrivate: false, sections: [section] };
    });
  const tasks: Task[] = numbers.map((number) => {
    const modifiedAt = now - (number % ageDays) * dayMs;
    return {
      ...task,
      ...placeIn(projects[Math.floor(number / tasksPerProject)]),
      gid: gidOf(2, number),
      name: `Generated task ${number + 1}`,
      assignee: null,
      followers: [],
      dueOn: null,
      createdAt: now - ageDays * dayMs,
      modifiedAt,
      completedAt: number % 3 === 0 ? modifiedAt : null,
    };
  });
  const stories: Story[] = tasks
    .filter((_, number) => number % storiesEvery === 0)
    .map((target, number) => ({
      resourceType: "story",
      gid: gidOf(3, number),
      target,
      createdBy: target.createdBy,
      createdAt: target.modifiedAt,
      resourceSubtype: "comment_added",
      text: `Comment ${number + 1}`,
      isPinned: false,
    }));
  tasks.forEach(world.tasks.add);
  stories.forEach(world.stories.add);
  return { ...world, projects: [...world.projects, ...projects] };
}

function placeIn(project: Project | undefined): Pick<Task, "memberships"> {
  const [section] = project?.sections ?? [];
  return { memberships: project && section ? [{ project, section }] : [] };
}

function gidOf(kind: number, number: number): string {
  return `13${kind}${String(number + 1).padStart(13, "0")}`;
}
