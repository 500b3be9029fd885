import type { JWK } from "jose";
import { createApp } from "./app.ts";
import { type Settings, settingsFor } from "./fixed-values.ts";
import { listenOnLoopback } from "./loopback.ts";
import { doOnDemand } from "./on-demand.ts";
import { type Person, people } from "./people.ts";
import type { Provider } from "./provider/provider.ts";
import { type IssuedSecret, openState } from "./state.ts";
import { defaultSwitches, parseSwitches, type Switches } from "./switches.ts";
import { createWorld } from "./world-data.ts";
import { withGeneratedTasks } from "./world-generated.ts";

export interface SandboxOptions {
  /** 0, the default: the system chooses. */
  readonly port?: number;
  /** Keeps grants, tokens, keys, consents and sign-ins; absent: memory. */
  readonly dataFile?: string;
  readonly switches?: Partial<Switches>;
  /** So many tasks on top, in the organization; default 0. */
  readonly generatedTasks?: number;
  /** A private RS256 key for the first start, for those who start many; absent: a new one. */
  readonly signingKey?: JWK;
  /** Accepted beside `/auth/callback` on loopback. */
  readonly extraRedirectUris?: readonly string[];
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly log?: (line: string) => void;
}

export interface SandboxRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly at: number;
}

export interface Sandbox {
  /** `http://localhost:PORT` */
  readonly origin: string;
  readonly issuer: string;
  /** What an app needs to use it. */
  readonly settings: Settings;
  readonly people: readonly Person[];
  /** Every request so far; the oldest are forgotten. */
  readonly requests: readonly SandboxRequest[];
  /** How many there were, the forgotten ones included. */
  requestCount(): number;
  /** Every code and token handed out so far; the oldest are forgotten. */
  readonly issued: readonly string[];
  /** The same, with what each one is and whose. */
  readonly secrets: readonly IssuedSecret[];
  setSwitches(change: Partial<Switches>): void;
  close(): Promise<void>;
}

const mostRemembered = 20_000;

/**
 * Starts a stand-in for Asana on loopback: OpenID Provider, REST subset, people, tasks.
 *
 * @throws the system's error when the port is in use; SwitchError; Error naming the data file
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { now = Date.now, log = () => undefined, extraRedirectUris = [] } = options;
  const switches = { ...defaultSwitches(), ...parseSwitches(options.switches ?? {}) };
  const state = openState(options.dataFile);
  if (options.signingKey && !state.signingKeys.has("RS256")) {
    state.signingKeys.set("RS256", options.signingKey);
    state.save();
  }
  const requests: SandboxRequest[] = [];
  let count = 0;
  const requestCount = () => count;
  const issued: string[] = [];
  const secrets: IssuedSecret[] = [];
  const setSwitches = (change: unknown) => {
    Object.assign(switches, parseSwitches(change));
    doOnDemand(switches, state, now());
  };
  doOnDemand(switches, state, now());

  const listening = await listenOnLoopback(options.port ?? 0, (port) => {
    const world = withGeneratedTasks(createWorld(now()), options.generatedTasks ?? 0, now());
    const provider: Provider = {
      origin: originAt(port),
      extraRedirectUris,
      switches,
      state,
      now,
      auditLog: world.auditLog,
      issued: (secret) => {
        remember(secrets, secret);
        remember(issued, secret.value);
      },
    };
    const seen = (request: { method: string; path: string }) => {
      count += 1;
      remember(requests, { ...request, at: now() });
    };
    return createApp({ provider, world, seen, requestCount, log, setSwitches });
  });
  const origin = originAt(listening.port);
  const issuer = `${origin}/api/1.0`;
  const settings = settingsFor(origin);
  const close = async () => {
    state.close();
    await listening.close();
  };
  return {
    origin,
    issuer,
    settings,
    people,
    requests,
    requestCount,
    issued,
    secrets,
    setSwitches,
    close,
  };
}

function originAt(port: number): string {
  return `http://localhost:${port}`;
}

/** Forgets many at once: taking the first out of a long array moves all the others. */
function remember<Item>(items: Item[], item: Item): void {
  items.push(item);
  if (items.length > mostRemembered) {
    items.splice(0, mostRemembered / 4);
  }
}
