// Whether a redis-server is installed here. Without one, the tests on Redis are left out.

import { spawnSync } from "node:child_process";

export function hasRedisServer() {
  return spawnSync("redis-server", ["--version"]).status === 0;
}
