// Whether a redis-server is installed here. Without one, the tests on Redis are left out.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export function hasRedisServer() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, "redis-server")));
}
