import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { StoreError } from "../../src/store-error.ts";
import { afterThisTest } from "../support/cleanup.ts";
import { aRedisServer, aRedisServerWithItsOwnCertificate } from "../support/redis-server.ts";
import { openRedis } from "../support/redis-store.ts";
import { walkStore } from "../support/store-rows.ts";

const password = "the-private-passw%6Frd";
const plainPassword = "the-private-password";
const rights = ["~{siwa}:*", "+@connection", "+@read", "+@write", "+eval", "+evalsha", "+time"];

describe("a start ends, within five seconds and without a secret, when", () => {
  test.each<[string, () => Promise<string>, string, RegExp]>([
    [
      "the password is wrong",
      async () => at(await aRedisServer(["--requirepass", "another"]), `:${password}`),
      "WRONGPASS",
      /refuses the user or the password/,
    ],
    [
      "Redis knows no such user",
      async () => at(await aRedisServer(), `nobody:${password}`),
      "WRONGPASS",
      /refuses the user or the password/,
    ],
    [
      "a password is missing",
      async () => (await aRedisServer(["--requirepass", "another"])).url,
      "NOAUTH",
      /asks for a password/,
    ],
    [
      "the user may not write",
      async () => at(await aRedisWithUser([...rights, "-hset"]), `app:${password}`),
      "NOPERM",
      /does not let this user/,
    ],
    [
      "the user may not run scripts",
      async () => at(await aRedisWithUser([...rights, "-eval", "-evalsha"]), `app:${password}`),
      "NOPERM",
      /does not let this user/,
    ],
    [
      "the user may not touch keys of this prefix",
      async () => at(await aRedisWithUser(["~other:*", ...rights.slice(1)]), `app:${password}`),
      "NOPERM",
      /does not let this user/,
    ],
    [
      "there is no such database",
      async () => `${(await aRedisServer()).url}/99`,
      "ERR",
      /DB index is out of range/,
    ],
    [
      "a web server answers there",
      () => addressOf(createHttpServer((_, response) => void response.end())),
      "NOT-REDIS",
      /not Redis/,
    ],
    [
      "a program answers there that says its name first",
      () => addressOf(createServer((socket) => void socket.write("220 mail ready\r\n"))),
      "NOT-REDIS",
      /not Redis/,
    ],
    [
      "Redis is too old, and repeats the password",
      () => addressOf(createServer(repeating)),
      "ERR",
      /unknown command.*HELLO/,
    ],
    [
      "nobody vouches for its certificate",
      async () => at(await aRedisServerWithItsOwnCertificate(), `:${password}`),
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      /self-signed/,
    ],
  ])("%s", async (_, prepare, code, words) => {
    const url = await prepare();
    const startedAt = performance.now();

    const error = await openRedis(url).then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(error).toBeInstanceOf(StoreError);
    const { cause } = error as StoreError;
    expect(cause).toMatchObject({ code, message: expect.stringMatching(words) });
    for (const secret of [password, plainPassword]) {
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
    }
  });
});

test("a user with the rights that the store needs may do all that it does", async () => {
  const { url } = await aRedisWithUser(rights);
  const { store, problems } = await openRedis(at({ url }, `app:${password}`));

  await walkStore(store);

  expect(problems).toEqual([]);
});

function aRedisWithUser(allowed: readonly string[]) {
  return aRedisServer(["--user", "app", "on", `>${plainPassword}`, ...allowed]);
}

function at({ url }: { readonly url: string }, user: string): string {
  return url.replace("//", `//${user}@`);
}

/** As Redis 5 answers to what it does not know. */
function repeating(socket: Socket): void {
  socket.on("data", (command) => {
    const [name, ...values] = String(command)
      .split("\r\n")
      .filter((line) => !/^[$*]/.test(line));
    const repeated = values.map((value) => `\`${value}\`,`).join(" ");
    socket.write(`-ERR unknown command \`${name}\`, with args beginning with: ${repeated}\r\n`);
  });
}

async function addressOf(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterThisTest(() => void server.close());
  return `redis://:${password}@127.0.0.1:${(server.address() as AddressInfo).port}`;
}
