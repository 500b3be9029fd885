import type { Request, Response } from "express";
import type { Provider } from "../auth/provider.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Measure } from "../measurement.ts";
import type { Permission } from "../permissions.ts";
import type { Background } from "../process/background.ts";
import type { Sessions } from "../sessions/sessions.ts";

/** What the app is made of. Each middleware and route asks for the part that it uses. */
export interface Dependencies extends Surroundings {
  /** Every permission that a page may ask for. */
  readonly permissions: readonly Permission[];
  /** Hands a form that was done to the features. */
  readonly formFinished: (form: FinishedForm) => Promise<void>;
}

/** A form that was done, or refused. Its answer will be a redirect. */
export interface FinishedForm {
  /** Its one-time key, which stands as `result` in the address of the page after it. */
  readonly key: string;
  readonly request: Request;
  readonly response: Response;
}

/** What the app is given from outside. */
export interface Surroundings {
  readonly config: Config;
  readonly log: Log;
  readonly measure: Measure;
  readonly sessions: Sessions;
  readonly provider: Provider;
  readonly background: Background;
  readonly now: () => number;
  /** How long a page that begins now may wait for Asana in all. */
  readonly pageTimeMs: () => number;
  /** Whether the process is ending, and about to take no new connections. */
  readonly isDraining: () => boolean;
}
