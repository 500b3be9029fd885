import type { Story, Task } from "../world.ts";
import { canSeeTask, findBy, findTask } from "./access.ts";
import { missingInput, RestError } from "./error.ts";
import { booleanIn, plainTextIn, textIn } from "./input.ts";
import { type Answer, type Call, created, list, record } from "./operation.ts";

/** Oldest first (undocumented). */
export function listStories({ world, caller, param }: Call): Answer {
  const task = findTask(world, caller, param("task"));
  return list(world.stories.of(task).toSorted((one, other) => one.createdAt - other.createdAt));
}

export function getStory({ world, caller, param }: Call): Answer {
  const isVisible = ({ target }: Story) => canSeeTask(caller, target);
  const get = (gid: string) => world.stories.get(gid);
  return record(findBy(get, "story", param("story"), isVisible));
}

/** A comment by the token's user. An empty one is refused (undocumented). */
export function addComment(call: Call): Answer {
  const { world, caller, param, data } = call;
  const task = findTask(world, caller, param("task"));
  const text = textIn(data, "text");
  const htmlText = plainTextIn(data, "html_text");
  if (text !== undefined && htmlText !== undefined) {
    throw new RestError(400, "text: Only one of text and html_text may be sent");
  }
  const words = text ?? htmlText ?? "";
  if (words.trim() === "") {
    throw missingInput("text");
  }
  const isPinned = booleanIn(data, "is_pinned") ?? false;
  return created(addStory(call, task, { resourceSubtype: "comment_added", text: words, isPinned }));
}

/** Tells what the caller did to a task. */
export function addStory(
  { world, caller, now }: Call,
  target: Task,
  what: Pick<Story, "resourceSubtype" | "text"> & Partial<Pick<Story, "isPinned">>,
): Story {
  const story: Story = {
    resourceType: "story",
    gid: world.newGid(),
    target,
    createdBy: caller.user,
    createdAt: now,
    isPinned: false,
    ...what,
  };
  world.stories.add(story);
  target.modifiedAt = now; // stories count for `modified_since`
  return story;
}
