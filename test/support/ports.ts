import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { afterThisTest } from "./cleanup.ts";

const first = 12_768;
const portsOfAProcess = 64;
/** Below the ports that a system gives to connections: 32768 on Linux, 49152 elsewhere. */
const end = Math.max(first + portsOfAProcess, Math.min(firstForConnections(), 32_768));
const blocks = Math.floor((end - first) / portsOfAProcess);
const block = first + (process.pid % blocks) * portsOfAProcess;

let handedOut = 0;

/**
 * A port that nobody listens on, on any address, and that nobody takes before it is used: no
 * connection gets one of these, and each process that runs tests has ports of its own.
 */
export async function aFreePort(): Promise<number> {
  for (let tried = 0; tried < portsOfAProcess; tried += 1) {
    const port = block + (handedOut++ % portsOfAProcess);
    if (await isFree(port)) return port;
  }
  throw new Error(`no port is free from ${block} to ${block + portsOfAProcess - 1}`);
}

/** A port that somebody else listens on until the test is over. */
export async function aPortInUse(): Promise<number> {
  const { port, close } = await listenOn(0);
  afterThisTest(close);
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  try {
    await (await listenOn(port)).close();
    return true;
  } catch {
    return false;
  }
}

function firstForConnections(): number {
  try {
    const range = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8");
    return Number.parseInt(range, 10);
  } catch {
    return 49_152; // RFC 6335, 6: the dynamic ports
  }
}

async function listenOn(wanted: number) {
  const server = createServer((socket) => socket.destroy()).listen(wanted);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    await once(server, "close");
  };
  return { port, close };
}
