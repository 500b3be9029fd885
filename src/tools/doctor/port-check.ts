import { once } from "node:events";
import { createServer } from "node:http";
import { withTimeLimit } from "../../limits/time-limit.ts";
import { type Finding, ok, toFix } from "./finding.ts";

/** Who has the app's port. */
export type PortUse = "free" | "this-app" | "another" | "unusable";

/** Tries to listen where the app would. */
export async function findPortUse(listen: {
  readonly host: string | undefined;
  readonly port: number;
}): Promise<PortUse> {
  const { host, port } = listen;
  const server = createServer().listen({ port, ...(host && { host }) });
  try {
    await once(server, "listening");
    server.close();
    await once(server, "close");
    return "free";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") return "unusable";
    return (await isThisApp(port)) ? "this-app" : "another";
  }
}

/** Says whether the app can listen there, or whether it is the app that does. */
export function checkPort(
  use: PortUse,
  { port, host }: { readonly port: number; readonly host: string | undefined },
): Finding {
  switch (use) {
    case "free":
      return ok("PORT", `${port} is free.`);
    case "this-app":
      return ok("PORT", `This app runs at ${port}.`);
    case "another":
      return toFix(
        "PORT",
        `${port} is in use by another program.`,
        "Stop that program, or set PORT to another port.",
      );
    case "unusable":
      return host
        ? toFix(
            "HOST",
            `${host} cannot be listened on.`,
            "Use an address of this machine, or none for all.",
          )
        : toFix("PORT", `${port} cannot be listened on.`, "Set PORT to a port from 1024 on.");
  }
}

/** Whether this app answers: its `/readyz` has a form of its own, and plain http reaches it always. */
async function isThisApp(port: number): Promise<boolean> {
  try {
    const address = `http://localhost:${port}/readyz`;
    const body = await withTimeLimit(3_000, async (signal) => {
      const answer = await fetch(address, { signal, redirect: "error" });
      return (await answer.json()) as Readonly<Record<string, unknown>>;
    });
    return ["status", "store", "discovery", "draining"].every((name) => name in body);
  } catch {
    return false; // another program
  }
}
