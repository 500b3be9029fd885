import { fileURLToPath } from "node:url";
import express, { type Express } from "express";
import { describeError } from "./error-description.ts";
import { corePages } from "./web/core-pages.ts";
import type { Dependencies, FinishedForm, Surroundings } from "./web/dependencies.ts";
import { errorPage, lastResort, redirectFailedSignIn } from "./web/errors/error-handlers.ts";
import { HttpError } from "./web/errors/error-pages.ts";
import type { Feature } from "./web/feature.ts";
import { requestLog } from "./web/middleware/request-log.ts";
import { noStore, securityHeaders } from "./web/middleware/security-headers.ts";
import { frame } from "./web/page/frame.ts";
import { callbackPath } from "./web/sign-in/sign-in-address.ts";
import { gate } from "./web/who-may/gate.ts";

/**
 * Assembles the app: middleware in the order a request meets it, pages, errors last. Starts no timer,
 * opens no port and no file.
 *
 * @param all the list of `src/features.ts`
 */
export function createApp(surroundings: Surroundings, all: readonly Feature[]): Express {
  const { config, log, measure } = surroundings;
  const features = all.filter(({ isOn }) => isOn?.(config) ?? true);
  const dependencies: Dependencies = {
    ...surroundings,
    permissions: features.flatMap(({ permissions = [] }) => permissions),
    formFinished: (form) => tellFeatures(features, form, dependencies),
  };
  const parts = [...corePages(features), ...features];

  // What is added after this statement stands behind the gate.
  const app = express().use(
    requestLog(log, measure),
    securityHeaders({ issuer: config.asana.issuer, isHttps: config.isHttps }),
    noStore,
    gate({
      rows: parts.flatMap(({ rows = [] }) => rows),
      dependencies,
      frame: frame(features, dependencies),
    }),
  );
  app.disable("x-powered-by");
  app.disable("etag"); // pages are not stored, so there is nothing to compare with
  app.set("trust proxy", config.trustProxyHops);
  app.set("query parser", false);
  app.set("views", [folder("views")]); // an array: EJS then finds included views from here
  app.set("view engine", "ejs");
  app.set("view cache", config.isProduction);

  for (const { routes } of parts) if (routes) app.use(routes(dependencies));

  app.use((_request, _response, next) => next(new HttpError("page-not-found")));
  app.use(callbackPath, redirectFailedSignIn(measure));
  app.use(errorPage(dependencies), lastResort);
  return app;
}

/** The form is done: no failure of a feature may answer it with an error. */
async function tellFeatures(
  features: readonly Feature[],
  form: FinishedForm,
  dependencies: Dependencies,
): Promise<void> {
  for (const { name, formFinished } of features) {
    try {
      await formFinished?.(form, dependencies);
    } catch (error) {
      dependencies.log.warn({ feature: name, ...describeError(error) }, "form-finished.failed");
    }
  }
}

/** A folder beside `src` and `dist`. */
function folder(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}
