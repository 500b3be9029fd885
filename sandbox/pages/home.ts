import { type Request, type Response, Router } from "express";
import { people } from "../people.ts";
import type { State } from "../state.ts";
import { refuseCrossSite } from "./cross-site.ts";
import { render } from "./render.ts";
import { endSignIn, signedInPerson } from "./sign-in.ts";

/** What this is, and who is signed in here; also where Asana's own pages would be. */
export function homePages({ origin, state }: { origin: string; state: State }): Router {
  const router = Router();
  router.get("/", (req, res) => {
    const person = signedInPerson(state, req);
    render(res, "home", { title: "Sandbox", person, issuer: `${origin}/api/1.0`, people });
  });
  router.post("/sandbox/sign-out", refuseCrossSite(origin), (req: Request, res: Response) => {
    endSignIn(state, req, res);
    res.redirect(303, "/");
  });
  router.get("/1/:workspace/:kind/:gid", (_req, res) => {
    render(res, "elsewhere", { title: "A page of Asana" });
  });
  return router;
}
