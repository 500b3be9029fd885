import ejs from "ejs";
import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Response,
} from "express";
import { control } from "./control.ts";
import { faults } from "./faults.ts";
import { publicFolder, viewsFolder } from "./folders.ts";
import { appsPages } from "./pages/apps.ts";
import { authorizationPages } from "./pages/authorization-pages.ts";
import { controlPages } from "./pages/controls.ts";
import { homePages } from "./pages/home.ts";
import { myAppsPages } from "./pages/my-apps.ts";
import { securityHeaders } from "./pages/security-headers.ts";
import { metadata } from "./provider/discovery.ts";
import { keySet } from "./provider/id-token.ts";
import { formEndpoint } from "./provider/parameters.ts";
import { type Provider, paths } from "./provider/provider.ts";
import { introspect, revoke } from "./provider/revocation-and-introspection.ts";
import { answerTokenRequest } from "./provider/token-endpoint.ts";
import { userInfo } from "./provider/userinfo.ts";
import { rateLimit } from "./rate-limit.ts";
import { workspacesOf } from "./rest/caller.ts";
import { answerRestError } from "./rest/error.ts";
import { exportDownload } from "./rest/export-download.ts";
import { restApi } from "./rest/router.ts";
import type { World } from "./world.ts";

export interface AppParts {
  readonly provider: Provider;
  readonly world: World;
  /** Called with every request as it arrives. */
  seen(request: { method: string; path: string }): void;
  /** How often that was. */
  requestCount(): number;
  log(line: string): void;
  setSwitches(change: unknown): void;
}

/** Puts the sandbox together and starts nothing. */
export function createApp(parts: AppParts): Express {
  const { provider, world, seen, requestCount, log, setSwitches } = parts;
  const { origin, switches } = provider;
  const app = express();
  app.disable("x-powered-by");
  app.engine("ejs", ejs.renderFile);
  app.set("view engine", "ejs");
  app.set("views", viewsFolder);

  app.use(noteRequests({ seen, log }));
  app.use(securityHeaders());
  app.get("/favicon.ico", (_req, res) => res.redirect(301, "/favicon.svg"));
  app.use(control({ origin, switches, setSwitches, requestCount }));
  app.use(faults(switches));

  app.get(paths.discovery, jsonEndpoint(provider, metadata));
  app.get(paths.jwks, jsonEndpoint(provider, keySet));
  app.use(authorizationPages(provider, (userGid) => workspacesOf(world, userGid)));
  app.post(paths.token, formEndpoint(provider, answerTokenRequest));
  app.post(paths.revoke, formEndpoint(provider, revoke));
  app.post(paths.token_info, formEndpoint(provider, introspect));
  app.get(paths.userinfo, jsonEndpoint(provider, userInfo));

  app.use("/api/1.0", rateLimit(provider), deprecations(provider), restApi(provider, world));
  app.use("/api/1.0", answerRestError);
  app.use(exportDownload(provider, world));
  // Behind the API, which has no files to look for.
  app.use(express.static(publicFolder, { index: false, setHeaders: publicFileHeaders }));
  app.use(homePages(provider));
  app.use(appsPages(provider));
  app.use(myAppsPages(provider, world.workspaces));
  app.use(controlPages({ origin, switches, setSwitches }));
  app.use((_req, res) => sendText(res, 404, "The sandbox has no such page."));
  app.use(answerError(log));
  return app;
}

function noteRequests({ seen, log }: Pick<AppParts, "seen" | "log">): RequestHandler {
  return ({ method, path }, res, next) => {
    seen({ method, path });
    res.once("finish", () => log(`${method} ${path} ${res.statusCode}`));
    next();
  };
}

function jsonEndpoint(
  provider: Provider,
  answer: (provider: Provider, authorization?: string) => unknown,
): RequestHandler {
  return ({ headers }, res) => {
    res.json(answer(provider, headers.authorization));
  };
}

/** The app shows photos from here. */
function publicFileHeaders(res: Response): void {
  res.set("Cross-Origin-Resource-Policy", "cross-origin");
  res.set("Cache-Control", "public, max-age=3600");
}

function deprecations({ switches }: Provider): RequestHandler {
  return (_req, res, next) => {
    if (switches.asanaChange !== "none") {
      res.set("Asana-Change", switches.asanaChange);
    }
    next();
  };
}

/** What the body parsers refuse has a status; anything else is a mistake of the sandbox. */
function answerError(log: (line: string) => void): ErrorRequestHandler {
  return (error, _req, res, _next) => {
    const status = error.status >= 400 && error.status < 500 ? error.status : 500;
    if (status === 500) {
      log(`The sandbox failed: ${error.stack ?? error}`);
    }
    sendText(
      res,
      status,
      status === 500 ? "The sandbox failed." : "The request was not understood.",
    );
  };
}

function sendText(res: Response, status: number, text: string): void {
  res.status(status).type("text/plain").send(`${text}\n`);
}
