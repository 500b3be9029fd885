import { randomBytes } from "node:crypto";
import express, { type Request, type RequestHandler, Router } from "express";
import type { Provider } from "../provider/provider.ts";
import { queryOf } from "../query.ts";
import type { Resource, World } from "../world.ts";
import { authenticate, type Caller, requireAccess, requireScope } from "./caller.ts";
import { RestError } from "./error.ts";
import { type FieldTree, parseFields } from "./field-tree.ts";
import { listIn } from "./input.ts";
import type { Answer, Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import { pageOf, pollPageOf } from "./pagination.ts";
import { missingFieldScope, toRecord } from "./record.ts";
import type { View } from "./record-fields.ts";

/** The REST API below `/api/1.0`. @see Asana's OpenAPI file */
export function restApi(provider: Provider, world: World): Router {
  const router = Router({ caseSensitive: true });
  const offsetKey = randomBytes(16).toString("hex");
  for (const operation of operations) {
    const method = operation.method.toLowerCase() as Lowercase<Operation["method"]>;
    router[method](operation.path, authorize(provider, world, operation), bodies, run(operation));
  }
  router.use(() => {
    throw new RestError(404, "No matching route for request");
  });
  return router;

  function run(operation: Operation): RequestHandler {
    return (req, res) => {
      const caller: Caller = res.locals.caller;
      const view = viewFor(caller);
      const { data, options } = bodyOf(req);
      const query = new URLSearchParams(queryOf(req));
      const fields = fieldsIn(query, options);
      const { answers } = operation;
      const missing = fields && answers !== "plain" && missingFieldScope(answers, fields, view);
      if (missing) {
        requireScope(caller, missing, provider);
      }
      const param = (name: string) => String(req.params[name]);
      const now = provider.now();
      const answer = operation.run({ world, caller, now, query, data, param });
      const body = envelope(answer, { req, query, fields, view });
      if (answer.kind === "created") {
        res.status(201).location(`${provider.origin}/api/1.0${locationOf(answer.item)}`);
      }
      const isPretty = query.has("opt_pretty") || options.pretty === true;
      res.type("json").send(JSON.stringify(body, null, isPretty ? 2 : 0));
    };
  }

  function viewFor(caller: Caller): View {
    const showsResourceType = provider.switches.optFieldsType === "present";
    return { world, caller, origin: provider.origin, showsResourceType, now: provider.now() };
  }

  function envelope(
    answer: Answer,
    about: { req: Request; query: URLSearchParams; fields: FieldTree | null; view: View },
  ) {
    const { req, query, fields, view } = about;
    if (answer.kind === "nothing") {
      return { data: {} };
    }
    if (answer.kind === "record" || answer.kind === "created") {
      return { data: toRecord(answer.item, fields ?? "full", view) };
    }
    const compact = (items: readonly Resource[]) =>
      items.map((item) => toRecord(item, fields ?? "compact", view));
    if (answer.kind === "half-paged") {
      return { data: compact(answer.items) };
    }
    const pageRequest = {
      path: req.path,
      query,
      apiBaseUrl: `${provider.origin}/api/1.0`,
      now: provider.now(),
      offsetTtlSeconds: provider.switches.offsetTtlSeconds,
      offsetStatus: provider.switches.offsetStatus,
      offsetKey,
    };
    if (answer.kind === "poll") {
      const { items, nextPage } = pollPageOf(answer.items, pageRequest);
      return { data: items, next_page: nextPage };
    }
    const page = pageOf(answer.items, pageRequest);
    const nextPage = page.nextPage === undefined ? {} : { next_page: page.nextPage };
    return { data: compact(page.items), ...nextPage };
  }
}

/** Token first, then scope, then everything else: no stranger learns what is wrong with a body. */
function authorize(provider: Provider, world: World, operation: Operation): RequestHandler {
  return (req, res, next) => {
    const caller = authenticate(provider, world, req.headers.authorization);
    requireAccess(caller, operation, provider);
    res.locals.caller = caller;
    next();
  };
}

const bodies = [
  express.json({ limit: "1mb" }),
  express.urlencoded({ extended: false, limit: "1mb" }),
];

/** JSON has `data` and `options`, a form has the fields themselves. */
function bodyOf(req: Request) {
  const body: unknown = req.body ?? {};
  const isForm = Boolean(req.is("application/x-www-form-urlencoded"));
  const { data = {}, options = {} } = isForm ? { data: body } : asObject(body);
  return { data: asObject(data), options: asObject(options) };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RestError(400, "data: Not an object");
  }
  return value as Record<string, unknown>;
}

function fieldsIn(
  query: URLSearchParams,
  options: Readonly<Record<string, unknown>>,
): FieldTree | null {
  const fromBody = options.fields === undefined ? null : listIn(options, "fields").join(",");
  const list = query.get("opt_fields") ?? fromBody;
  return list === null ? null : parseFields(list);
}

function locationOf({ resourceType, gid }: { resourceType: string; gid: string }): string {
  return resourceType === "story" ? `/stories/${gid}` : `/${resourceType}s/${gid}`;
}
