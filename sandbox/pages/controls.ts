import express, { type Request, type Response, Router } from "express";
import { fromHereOnly } from "../control.ts";
import { isObject } from "../switch-rules.ts";
import { defaultSwitches, SwitchError, type Switches } from "../switches.ts";
import { controlsModel, unusualIn } from "./controls-model.ts";
import { ownOriginsOf, refuseCrossSite } from "./cross-site.ts";
import { type Experiment, experiments } from "./experiments.ts";
import { render } from "./render.ts";
import { type Change, changeIn, problemsIn, type Texts, textsOf } from "./switch-form.ts";

const path = "/sandbox/controls";

interface Parts {
  readonly origin: string;
  readonly switches: Switches;
  setSwitches(change: unknown): void;
}

/** The switches as a page, for people; they take effect as those that a program sets. */
export function controlPages({ origin, switches, setSwitches }: Parts): Router {
  const router = Router();
  const form = [
    refuseCrossSite(origin),
    express.urlencoded({ extended: false, limit: "256kb", parameterLimit: 500 }),
  ];
  router.use(path, fromHereOnly(ownOriginsOf(origin)));

  router.get(path, (req, res) => {
    const texts = textsOf(switches);
    const notice = noticeFor(String(req.query.done), switches);
    render(res, "controls", controlsModel(switches, { texts, shown: texts, notice }));
  });

  router.post(path, form, (req: Request, res: Response) => {
    const sent = fieldsOf(req.body);
    const shown = shownIn(sent) ?? textsOf(switches);
    const change = changeIn(sent, shown);
    const problems = tryToSet(change);
    if (problems) {
      const texts = { ...textsOf(switches), ...sent };
      res.status(400);
      render(res, "controls", controlsModel(switches, { texts, shown, problems }));
    } else {
      res.redirect(303, `${path}?done=saved`);
    }
  });

  router.post(`${path}/reset`, form, (_req: Request, res: Response) => {
    setSwitches(defaultSwitches());
    res.redirect(303, `${path}?done=reset`);
  });

  router.post(`${path}/try`, form, (req: Request, res: Response) => {
    const experiment = findExperiment(req.body?.experiment);
    if (experiment) {
      setSwitches(experiment.change);
    }
    res.redirect(303, experiment ? `${path}?done=${experiment.name}` : path);
  });

  return router;

  /** @returns the fields that are wrong; undefined when all is set */
  function tryToSet(change: Change): ReadonlySet<string> | undefined {
    try {
      setSwitches(change);
      return undefined;
    } catch (error) {
      if (!(error instanceof SwitchError)) {
        throw error;
      }
      return problemsIn(change);
    }
  }
}

function noticeFor(done: string, switches: Switches): string | undefined {
  const count = unusualIn(switches).length;
  const notices = new Map([
    ["saved", `Saved. ${count === 1 ? "1 switch is" : `${count} switches are`} not as usual now.`],
    ["reset", "Everything is as usual again. Access that was taken away stays away."],
  ]);
  return notices.get(done) ?? findExperiment(done)?.next;
}

function findExperiment(name: unknown): Experiment | undefined {
  return experiments.find((experiment) => experiment.name === name);
}

/** The fields of a form that came once. */
function fieldsOf(body: unknown): Texts {
  const fields = Object.entries(isObject(body) ? body : {});
  return Object.fromEntries(
    fields.filter((field): field is [string, string] => typeof field[1] === "string"),
  );
}

/** A browser sends along what the page showed; a program need not. */
function shownIn({ shown = "" }: Texts): Texts | undefined {
  try {
    return fieldsOf(JSON.parse(shown));
  } catch {
    return undefined; // then what is changed is measured by how the switches are now
  }
}
