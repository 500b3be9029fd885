import * as v from "valibot";
import type { AsanaClient } from "./client.ts";
import { Text } from "./operation.ts";

export const userScope = "users:read";

export type User = v.InferOutput<typeof User>;

const User = v.pipe(
  v.object({
    gid: v.string(),
    name: Text,
    email: v.nullish(v.string()),
    photo: v.nullish(v.object({ image_60x60: v.nullish(v.string()) })),
  }),
  v.transform(({ gid, name, email, photo }) => ({
    gid,
    name,
    /** A service account has none. */
    email: email ?? undefined,
    photoUrl: photo?.image_60x60 ?? undefined,
  })),
);

/**
 * The token's user.
 *
 * @throws AsanaApiError
 * @see Asana's API reference, "Get a user"
 */
export async function readMe(client: AsanaClient): Promise<User> {
  const { data } = await client.call({
    method: "GET",
    path: "/users/me",
    fields: ["name", "email", "photo.image_60x60"],
    scope: userScope,
    schema: User,
  });
  return data;
}
