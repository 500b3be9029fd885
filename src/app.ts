import { fileURLToPath } from "node:url";
import express, { type Express } from "express";
import { guideRoutes } from "./features/guide/guide-routes.ts";
import { methodsRoutes } from "./features/methods/methods-routes.ts";
import { organizationRoutes } from "./features/organization/organization-routes.ts";
import { sessionsRoutes } from "./features/sessions-list/sessions-list-routes.ts";
import { taskRoutes } from "./features/tasks/task-routes.ts";
import { demoRoutes } from "./features/tasks/tasks-routes.ts";
import { whatHappenedRoutes } from "./features/what-happened/what-happened-routes.ts";
import type { Dependencies } from "./web/dependencies.ts";
import { errorPath } from "./web/errors/error-address.ts";
import {
  errorPage,
  lastResort,
  redirectFailedSignIn,
  withoutSession,
} from "./web/errors/error-handlers.ts";
import { HttpError } from "./web/errors/http-error.ts";
import { frame } from "./web/middleware/frame.ts";
import { requestLog } from "./web/middleware/request-log.ts";
import { requireHttps } from "./web/middleware/require-https.ts";
import { noStore, securityHeaders } from "./web/middleware/security-headers.ts";
import { sessionMiddleware } from "./web/middleware/session.ts";
import { failedSignInRoutes } from "./web/routes/failed-sign-in-routes.ts";
import { healthRoutes } from "./web/routes/health-routes.ts";
import { landingRoutes } from "./web/routes/landing-routes.ts";
import { profileRoutes } from "./web/routes/profile-routes.ts";
import { signInRoutes } from "./web/routes/sign-in-routes.ts";
import { signOutRoutes } from "./web/routes/sign-out-routes.ts";
import { requireRole } from "./web/who-may/require-role.ts";

/**
 * Assembles the app: middleware in the order a request meets it, routes, errors last. Starts
 * nothing: no port, no timer, no file.
 */
export function createApp(dependencies: Dependencies): Express {
  const { config, log, sessions } = dependencies;
  const { isHttps } = config;
  const { issuer } = config.asana;

  const app = express();
  app.disable("x-powered-by");
  app.disable("etag"); // pages are not stored, so there is nothing to compare with
  app.set("trust proxy", config.trustProxyHops);
  app.set("query parser", false);
  app.set("views", [folder("views")]); // an array: then EJS finds what a view includes from there
  app.set("view engine", "ejs");
  app.set("view cache", config.isProduction);

  app.use(requestLog(log));
  app.use(securityHeaders({ issuer, isHttps }));
  app.use(express.static(folder("public"), { index: false, maxAge: "1h" }));
  app.use(noStore, frame(config));
  app.use(healthRoutes(dependencies)); // over plain http as well, for whoever probes from inside
  app.use(requireHttps({ isHttps }));
  app.use(sessionMiddleware({ sessions, isHttps }), frame(config));
  app.use(errorPath, withoutSession);
  app.use(requireRole(config));

  app.use(landingRoutes(dependencies));
  app.use(signInRoutes(dependencies));
  app.use(failedSignInRoutes(dependencies));
  app.use(signOutRoutes(dependencies));
  app.use(profileRoutes(dependencies));
  app.use(sessionsRoutes(dependencies));
  app.use(demoRoutes(dependencies));
  app.use(taskRoutes(dependencies));
  app.use(whatHappenedRoutes(dependencies));
  app.use(methodsRoutes(dependencies));
  app.use(organizationRoutes(dependencies));
  app.use(guideRoutes(dependencies));

  app.use((_request, _response, next) => next(new HttpError("page-not-found")));
  app.use("/auth/callback", redirectFailedSignIn);
  app.use(errorPage(dependencies), lastResort);
  return app;
}

/** A folder beside `src` and `dist`. */
function folder(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}
