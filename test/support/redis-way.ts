import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterThisTest } from "./cleanup.ts";

/** An address that stays while what is behind it changes, as that of a managed Redis. */
export interface RedisWay {
  readonly url: string;
  /** New connections lead there; those that are open stay where they are. */
  leadTo(port: number): void;
  /** Open connections carry nothing any more, and nobody is told. New ones do. */
  loseConnections(): void;
}

/** Leads to a port of this machine, until this test ends. */
export async function aWayToRedis(port: number): Promise<RedisWay> {
  let target = port;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => socket.destroy()); // the other end has gone
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterThisTest(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(port) {
      target = port;
    },
    loseConnections() {
      for (const socket of open) socket.unpipe().pause();
    },
  };
}
