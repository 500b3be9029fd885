import { Router } from "express";
import * as v from "valibot";
import type { AsanaClient } from "../../src/asana/client.ts";
import { listWorkspaces, workspaceScope } from "../../src/asana/workspaces.ts";
import { isGranted, type Permission } from "../../src/permissions.ts";
import { asanaAsPerson } from "../../src/web/asana-calls/asana-as-person.ts";
import type { Dependencies } from "../../src/web/dependencies.ts";
import type { Feature } from "../../src/web/feature.ts";
import { type Form, newFormKey, UnusableInput } from "../../src/web/forms/form.ts";
import {
  addressToReturnTo,
  type FormResult,
  formResultOf,
} from "../../src/web/forms/form-result.ts";
import { formRoute } from "../../src/web/forms/submit-once.ts";
import type { Notice } from "../../src/web/page/link.ts";
import { type Page, pageView } from "../../src/web/page/show.ts";
import { notAllowedNote } from "../../src/web/sign-in/after-no.ts";
import { permissionNotice, requirePermission } from "../../src/web/who-may/permission-request.ts";
import { action, page } from "../../src/web/who-may/row.ts";

/** The page that the tests of the core lean on: no fork keeps or deletes it. */
export const probePath = "/probe";

/** What it cannot be shown without. A sign-in asks for it anyway, unless the settings say otherwise. */
export const probeReading: Permission = {
  name: "read-probe",
  scope: workspaceScope,
  page: "The probe",
  why: "To show the probe, this app needs to see your workspaces.",
};

/** What its form asks for, beyond the sign-in. */
export const probePermission: Permission = {
  name: "probe",
  scope: "tasks:write",
  page: "The probe's form",
  why: "To send the probe's form in your name, this app needs to be able to change tasks.",
};

/** Its title and heading. */
export const probeTitle = "Probe";

interface ProbePage extends Page {
  readonly notices: readonly Notice[];
  readonly result: FormResult | undefined;
  readonly workspaces: readonly { readonly name: string }[];
  readonly form: { readonly key: string; readonly name: string } | undefined;
}

const show = pageView<ProbePage>("probe");

/** One page that reads the person's workspaces with their token, and one form that makes a task. */
export const probe: Feature = {
  name: "probe",
  rows: [
    page(probePath, "signed-in", { inWords: "the probe" }),
    action(`${probePath}/tasks`, "signed-in", probePath),
  ],
  routes: probeRoutes,
  permissions: [probeReading, probePermission],
};

function probeRoutes(dependencies: Dependencies): Router {
  const router = Router();

  router.get(
    probePath,
    requirePermission(probeReading, dependencies),
    async (request, response) => {
      const asana = asanaAsPerson(request, response, dependencies);
      const workspaces = await listWorkspaces(asana.client);
      const submitted = await formResultOf(request, dependencies);
      const isAllowed = isGranted(probePermission, asana.grantedScope());
      const note = notAllowedNote(request);
      const address = addressToReturnTo(request, submitted);
      const { name = "" } = submitted?.result.isProblem ? submitted.fields : {};
      show(response, {
        title: probeTitle,
        notices: [
          ...(note ? [note] : []),
          ...(isAllowed ? [] : [permissionNotice(probePermission, address)]),
        ],
        result: submitted?.result,
        workspaces,
        form: isAllowed ? { key: newFormKey(), name } : undefined,
      });
    },
  );

  router.post(`${probePath}/tasks`, ...formRoute(form, dependencies));
  return router;
}

const form: Form = {
  name: "send",
  fields: ["name"],
  pageOf: () => probePath,
  async perform({ asana, fields: { name = "" } }) {
    if (!name.trim()) throw new UnusableInput("Write something first. Nothing was sent.");
    const [workspace] = await listWorkspaces(asana.client);
    await createTask(asana.client, { workspace: workspace?.gid, name });
    return { text: "It was sent.", location: probePath };
  },
};

function createTask(client: AsanaClient, body: Readonly<Record<string, unknown>>) {
  return client.call({
    method: "POST",
    path: "/tasks",
    fields: ["name"],
    body: { assignee: "me", ...body },
    scope: "tasks:write",
    schema: v.object({ gid: v.string() }),
  });
}
