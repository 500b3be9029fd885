import express, { type Request, type Response, Router } from "express";
import { allClients, changeClient, findClient, registerClient } from "../clients.ts";
import { isLoopbackAddress } from "../loopback.ts";
import type { Provider } from "../provider/provider.ts";
import { identityScopes, knownScopes } from "../scope-names.ts";
import type { Client } from "../state.ts";
import { refuseCrossSite } from "./cross-site.ts";
import { type MyAppModel, type MyAppsModel, render } from "./render.ts";
import { describeScope } from "./scope-words.ts";

const path = "/0/my-apps";

/**
 * The developer console: registers apps, as the steps of Asana's documents do.
 * @see Asana, "OAuth", registering an application; "Manage distribution"
 */
export function myAppsPages(
  { origin, state }: Pick<Provider, "origin" | "state">,
  workspaces: readonly { readonly gid: string; readonly name: string }[],
): Router {
  const router = Router();
  const form = [refuseCrossSite(origin), express.urlencoded({ extended: false, limit: "8kb" })];

  router.get(path, (_req, res) => showApps(res, {}));

  router.post(path, form, (req: Request, res: Response) => {
    const typed = textOf(req.body?.name);
    if (typed === "" || typed.length > 80) {
      res.status(400);
      showApps(res, { typed, problem: "A name has 1 to 80 letters." });
      return;
    }
    res.redirect(303, `${path}/${registerClient(state, typed).id}`);
  });

  router.get(
    `${path}/:id`,
    withApp((client, req, res) => {
      showApp(res, client, { notice: notices.get(textOf(req.query.done)) });
    }),
  );

  router.post(
    `${path}/:id/redirect-urls`,
    form,
    withOwnApp((client, req, res) => {
      const typed = textOf(req.body?.url);
      const problem = problemOfRedirectUri(typed);
      if (problem) {
        res.status(400);
        showApp(res, client, { typed, problem });
        return;
      }
      change(res, client, { redirectUris: [...new Set([...urisOf(client), typed])] }, "url-added");
    }),
  );

  router.post(
    `${path}/:id/redirect-urls/remove`,
    form,
    withOwnApp((client, req, res) => {
      const left = urisOf(client).filter((uri) => uri !== req.body?.url);
      change(res, client, { redirectUris: left }, "url-removed");
    }),
  );

  router.post(
    `${path}/:id/scopes`,
    form,
    withOwnApp((client, req, res) => {
      const chosen = listOf(req.body?.scope).filter((scope) => knownScopes.has(scope));
      const isFull = req.body?.full === "on";
      change(res, client, { scopes: isFull ? ["default"] : chosen }, "scopes");
    }),
  );

  router.post(
    `${path}/:id/distribution`,
    form,
    withOwnApp((client, req, res) => {
      const chosen = listOf(req.body?.workspace).filter((gid) =>
        workspaces.some((workspace) => workspace.gid === gid),
      );
      const isForAny = req.body?.distribution === "any";
      change(res, client, { distribution: isForAny ? "any" : chosen }, "distribution");
    }),
  );

  router.post(
    `${path}/:id/secret`,
    form,
    withOwnApp((client, _req, res) => {
      changeClient(state, client, "new secret");
      res.redirect(303, `${path}/${client.id}?done=secret`);
    }),
  );

  return router;

  function change(res: Response, client: Client, changes: Partial<Client>, done: string): void {
    changeClient(state, client, changes);
    res.redirect(303, `${path}/${client.id}?done=${done}`);
  }

  function withApp(answer: (client: Client, req: Request, res: Response) => void) {
    return (req: Request, res: Response) => {
      const client = findClient(state, req.params.id);
      if (client) {
        answer(client, req, res);
      } else {
        res.redirect(303, path);
      }
    };
  }

  function withOwnApp(answer: (client: Client, req: Request, res: Response) => void) {
    return withApp((client, req, res) => {
      if (isFixed(client)) {
        res.redirect(303, `${path}/${client.id}`);
      } else {
        answer(client, req, res);
      }
    });
  }

  function isFixed({ id }: Client): boolean {
    return !state.clients.has(id);
  }

  function showApps(res: Response, about: Partial<Pick<MyAppsModel, "typed" | "problem">>): void {
    const apps = allClients(state).map((client) => ({
      id: client.id,
      name: client.name,
      isFixed: isFixed(client),
    }));
    const { typed = "", problem } = about;
    render(res, "my-apps", { title: "My apps", apps, typed, problem });
  }

  function showApp(
    res: Response,
    client: Client,
    about: Partial<Pick<MyAppModel, "notice" | "typed" | "problem">>,
  ): void {
    const { notice, typed = "", problem } = about;
    const { id, name, secret, scopes, distribution } = client;
    const offered = [...knownScopes].filter((scope) => scope !== "default");
    render(res, "my-app", {
      title: name,
      ...{ id, name, secret, notice, typed, problem },
      isFixed: isFixed(client),
      redirectUris: urisOf(client),
      hasFullPermissions: scopes.includes("default"),
      scopes: offered
        .toSorted((a, b) => Number(identityScopes.has(b)) - Number(identityScopes.has(a)))
        .map((scope) => ({
          scope,
          words: describeScope(scope),
          isChosen: scopes.includes(scope),
        })),
      isForAny: distribution === "any",
      workspaces: workspaces.map((workspace) => ({
        ...{ gid: workspace.gid, name: workspace.name },
        isChosen: distribution !== "any" && distribution.includes(workspace.gid),
      })),
    });
  }
}

const notices: ReadonlyMap<string, string> = new Map([
  ["url-added", "The redirect URL was added."],
  ["url-removed", "The redirect URL was removed."],
  ["scopes", "The permission scopes were saved."],
  ["distribution", "The distribution was saved."],
  ["secret", "There is a new client secret. The one before does not work any more."],
]);

function urisOf({ redirectUris }: Client): readonly string[] {
  return redirectUris === "loopback" ? [] : redirectUris;
}

/** https anywhere, http on this machine only. @see Asana, "OAuth", redirect URLs */
function problemOfRedirectUri(uri: string): string | undefined {
  const url = URL.canParse(uri) && uri.length <= 500 ? new URL(uri) : undefined;
  if (url?.hash !== "" || /\s/.test(uri)) {
    return "This is no address. It begins with https:// and has no part after #.";
  }
  if (url.protocol === "https:") {
    return undefined;
  }
  const isHere =
    url.hostname === "localhost" || isLoopbackAddress(url.hostname.replace(/[[\]]/g, ""));
  return url.protocol === "http:" && isHere
    ? undefined
    : "A redirect URL begins with https://, or with http://localhost for this machine.";
}

function listOf(value: unknown): readonly string[] {
  return [value ?? []].flat().map(String);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
