import type { Provider } from "../auth/provider.ts";
import type { Background } from "../background.ts";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Sessions } from "../sessions/sessions.ts";

/** What the app is made of; made by whoever starts it. */
export interface Dependencies {
  readonly config: Config;
  readonly log: Log;
  readonly provider: Provider;
  readonly sessions: Sessions;
  readonly background: Background;
  /** How long a page may wait for Asana in all, whatever it asks there. */
  readonly pageTimeMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Whether the process is on its way out. */
  readonly isDraining: () => boolean;
}
