import { fileURLToPath } from "node:url";
import express, { type Express } from "express";
import type { Dependencies } from "./web/dependencies.ts";
import { errorPath } from "./web/errors/error-address.ts";
import { HttpError } from "./web/errors/http-error.ts";
import {
  errorPage,
  lastResort,
  redirectFailedSignIn,
  withoutSession,
} from "./web/middleware/errors.ts";
import { frame } from "./web/middleware/frame.ts";
import { requestLog } from "./web/middleware/request-log.ts";
import { requireHttps } from "./web/middleware/require-https.ts";
import { requireRole } from "./web/middleware/require-role.ts";
import { noStore, securityHeaders } from "./web/middleware/security-headers.ts";
import { sessionMiddleware } from "./web/middleware/session.ts";
import { demoRoutes } from "./web/routes/demo.ts";
import { failedSignInRoutes } from "./web/routes/failed-sign-in.ts";
import { guideRoutes } from "./web/routes/guide.ts";
import { healthRoutes } from "./web/routes/health.ts";
import { landingRoutes } from "./web/routes/landing.ts";
import { methodsRoutes } from "./web/routes/methods.ts";
import { organizationRoutes } from "./web/routes/organization.ts";
import { profileRoutes } from "./web/routes/profile.ts";
import { sessionsRoutes } from "./web/routes/sessions.ts";
import { signInRoutes } from "./web/routes/sign-in.ts";
import { signOutRoutes } from "./web/routes/sign-out.ts";
import { taskRoutes } from "./web/routes/task.ts";
import { whatHappenedRoutes } from "./web/routes/what-happened.ts";

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
  app.set("views", folder("views"));
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
