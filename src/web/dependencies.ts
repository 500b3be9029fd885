import type { Provider } from "../auth/provider.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Permission } from "../permissions.ts";
import type { Background } from "../process/background.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { FinishedForm } from "./forms/finished-form.ts";

/** What the app is made of; each middleware and route asks for the part that it uses. */
export interface Dependencies extends Surroundings {
  /** Every permission that a page may ask for. */
  readonly permissions: readonly Permission[];
  /** Tells features of a form that was done. */
  readonly formFinished: (form: FinishedForm) => void;
}

/** What the app is given from outside. */
export interface Surroundings {
  readonly config: Config;
  readonly log: Log;
  readonly sessions: Sessions;
  readonly provider: Provider;
  readonly background: Background;
  readonly now: () => number;
  /** How long a page may wait for Asana in all. */
  readonly pageTimeMs: number;
  /** Whether the process is on its way out and takes no new people. */
  readonly isDraining: () => boolean;
}
