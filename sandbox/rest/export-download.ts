import { gzipSync } from "node:zlib";
import { type RequestHandler, Router } from "express";
import { exportPath, exportState } from "../exports.ts";
import type { Provider } from "../provider/provider.ts";
import type { OrganizationExport, World } from "../world.ts";

/** Where a finished organization export is fetched: its address is the only secret. */
export function exportDownload({ now }: Pick<Provider, "now">, world: World): Router {
  const router = Router();
  const send: RequestHandler = (req, res, next) => {
    const found = world.exports.find((one) => exportPath(one) === req.path);
    if (!found || exportState(found, now()) !== "finished") {
      next();
      return;
    }
    res.type("application/gzip").send(gzipSync(JSON.stringify(contentOf(found, world))));
  };
  router.get("/exports/:file", send);
  return router;
}

/** What is in an export is not documented in detail: names and gids, to have something to read. */
function contentOf({ organization }: OrganizationExport, world: World) {
  const isInside = ({ workspace }: { workspace: unknown }) => workspace === organization;
  const named = ({ gid, name }: { gid: string; name: string }) => ({ gid, name });
  return {
    organization: named(organization),
    users: organization.members.map(named),
    teams: world.teams.filter((team) => team.organization === organization).map(named),
    projects: world.projects.filter(isInside).map(named),
    tasks: [...world.tasks.all()].filter(isInside).map(named),
  };
}
