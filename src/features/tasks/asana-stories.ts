import * as v from "valibot";
import type { Answer, AsanaClient } from "../../asana/client.ts";
import { type Operation, Text } from "../../asana/operation.ts";
import { eachOf } from "../../asana/pagination.ts";

export const storyScopes = { read: "stories:read", write: "stories:write" } as const;

export type Comment = v.InferOutput<typeof Story>;

const storyFields = ["text", "created_at", "created_by.name", "resource_subtype"];

const Story = v.pipe(
  v.object({
    gid: v.string(),
    text: Text,
    created_at: Text,
    created_by: v.nullish(v.object({ gid: Text, name: Text })),
    resource_subtype: Text,
  }),
  v.transform(({ gid, text, created_at, created_by, resource_subtype }) => ({
    gid,
    text,
    /** ISO 8601, UTC. */
    createdAt: created_at,
    author: created_by?.name ?? "",
    authorGid: created_by?.gid ?? "",
    isComment: resource_subtype === "comment_added",
  })),
);

/**
 * The comments on a task, oldest first: the newest hundred among its first thousand stories. Asana
 * does not document the order of stories, and most of them are no comments.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get stories from a task"
 */
export async function listComments(
  client: AsanaClient,
  taskGid: string,
): Promise<{ readonly comments: readonly Comment[]; readonly isCut: boolean }> {
  const stories: Operation<readonly Comment[]> = {
    method: "GET",
    path: `/tasks/${taskGid}/stories`,
    fields: storyFields,
    scope: storyScopes.read,
    schema: v.array(Story),
  };
  const comments: Comment[] = [];
  let read = 0;
  for await (const story of eachOf(client, stories)) {
    read += 1;
    if (story.isComment) comments.push(story);
    if (read === storiesRead) break;
  }
  return {
    comments: comments.sort(byTime).slice(-commentsShown),
    isCut: read === storiesRead || comments.length > commentsShown,
  };
}

const storiesRead = 1_000;
const commentsShown = 100;

/**
 * Comments on a task, in the name of the token's user.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Create a story on a task"
 */
export function addComment(
  client: AsanaClient,
  taskGid: string,
  text: string,
): Promise<Answer<Comment>> {
  return client.call({
    method: "POST",
    path: `/tasks/${taskGid}/stories`,
    fields: storyFields,
    body: { text },
    scope: storyScopes.write,
    schema: Story,
  });
}

function byTime(one: Comment, other: Comment): number {
  return one.createdAt < other.createdAt ? -1 : Number(one.createdAt > other.createdAt);
}
