import type { Sandbox } from "../../sandbox/sandbox.ts";
import { aLocalServer } from "./local-server.ts";

/**
 * Settings for the sandbox's API as it is for whoever finds a project in a list and asks for its
 * tasks when it has been deleted: between the two requests a test has no moment to delete it.
 */
export async function whereProjectIsGone(
  { origin, settings }: Sandbox,
  gid: string,
): Promise<Pick<Sandbox, "settings">> {
  const forwarding = await aLocalServer(async (request, response) => {
    const address = new URL(request.url ?? "", origin);
    response.setHeader("content-type", "application/json");
    if (address.pathname.endsWith("/tasks") && address.searchParams.get("project") === gid) {
      response.writeHead(404).end(JSON.stringify({ errors: [{ message: "Gone" }] }));
      return;
    }
    const { authorization = "" } = request.headers;
    const answer = await fetch(address, { headers: { authorization } });
    response.writeHead(answer.status).end(await answer.text());
  });
  return { settings: { ...settings, ASANA_API_BASE_URL: `${forwarding}/api/1.0` } };
}
