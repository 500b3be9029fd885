import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { JWK } from "jose";
import { errorCodeOf } from "./error-code.ts";

/** An app as registered in the developer console. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  /** What it may ask for: a list of granular scopes, or `default` for full permissions. */
  readonly scopes: readonly string[];
  /** Compared as exact strings; `loopback`: `/auth/callback` on any port of this machine. */
  readonly redirectUris: readonly string[] | "loopback";
  /** The workspaces whose people may use it. */
  readonly distribution: readonly string[] | "any";
}

/** What a person allowed an app: born at consent, gone when the app is deauthorized. */
export interface Grant {
  readonly userGid: string;
  /** null: a fixed token, which belongs to no app. */
  readonly clientId: string | null;
  readonly scopes: readonly string[];
  readonly workspaces: ReachableWorkspaces;
  /** Epoch milliseconds; absent: a fixed token, which was there from the start. */
  readonly grantedAt?: number;
}

/** What a person said yes to, so that they are not asked for the same again. */
export interface Consent {
  readonly scopes: readonly string[];
  readonly workspaces: ReachableWorkspaces;
  /** Epoch milliseconds. */
  readonly givenAt: number;
}

export type ReachableWorkspaces = "all" | readonly string[];

export interface Code {
  readonly kind: "code";
  readonly grantId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string | undefined;
  readonly nonce: string | undefined;
  readonly issuedAt: number;
  used: boolean;
}

export interface Token {
  readonly kind: "access" | "refresh";
  readonly grantId: string;
  /** Epoch milliseconds; null: until revoked. */
  readonly expiresAt: number | null;
}

/** Something that was handed out and that nobody else may see. */
export interface IssuedSecret {
  readonly kind: "code" | "access" | "refresh" | "id-token";
  readonly value: string;
  readonly userGid: string;
}

/** What the OpenID Provider remembers, each map keyed by the secret or id that leads to it. */
export interface State {
  readonly grants: Map<string, Grant>;
  readonly codes: Map<string, Code>;
  readonly tokens: Map<string, Token>;
  readonly consents: Map<string, Consent>;
  readonly signIns: Map<string, string>;
  /** The apps that were registered here, beside those that are always there. */
  readonly clients: Map<string, Client>;
  readonly signingKeys: Map<string, JWK>;
  /** Call after every change. */
  save(): void;
  /** Nothing is written after this. */
  close(): void;
}

const mapNames = [
  ...(["grants", "codes", "tokens", "consents", "signIns"] as const),
  ...(["clients", "signingKeys"] as const),
];
const mostEntries = 20_000;

/**
 * Opens the state of an earlier start, or an empty one.
 *
 * @param dataFile absent: nothing outlives the process
 * @throws Error naming the file when it cannot be read or written
 */
export function openState(dataFile: string | undefined): State {
  const stored = dataFile === undefined ? {} : readState(dataFile);
  const mapOf = <Value>(name: (typeof mapNames)[number]) =>
    new Map(Object.entries(stored[name] ?? {}) as [string, Value][]);
  let isOpen = true;
  const state: State = {
    grants: mapOf("grants"),
    codes: mapOf("codes"),
    tokens: mapOf("tokens"),
    consents: mapOf("consents"),
    signIns: mapOf("signIns"),
    clients: mapOf("clients"),
    signingKeys: mapOf("signingKeys"),
    save: () => {
      for (const name of mapNames) {
        dropOldest(state[name]);
      }
      if (dataFile !== undefined && isOpen) {
        writeState(dataFile, state);
      }
    },
    close: () => {
      isOpen = false;
    },
  };
  state.save();
  return state;
}

function readState(dataFile: string): Partial<Record<(typeof mapNames)[number], object>> {
  try {
    const stored: unknown = JSON.parse(readFileSync(dataFile, "utf8"));
    if (typeof stored !== "object" || stored === null) {
      throw new Error("It holds no object.");
    }
    return stored;
  } catch (cause) {
    if (errorCodeOf(cause) === "ENOENT") {
      return {};
    }
    const message = `${dataFile} is no data file of the sandbox: delete it and start again.`;
    throw new Error(message, { cause });
  }
}

/** Written beside the file and renamed, so that a crash leaves the old or the new one whole. */
function writeState(dataFile: string, state: State): void {
  const maps = mapNames.map((name) => [name, Object.fromEntries(state[name])]);
  const temporary = `${dataFile}.${process.pid}.tmp`;
  mkdirSync(dirname(dataFile), { recursive: true });
  writeFileSync(temporary, JSON.stringify(Object.fromEntries(maps)), { mode: 0o600 });
  renameSync(temporary, dataFile);
}

function dropOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    if (map.size <= mostEntries) {
      return;
    }
    map.delete(key);
  }
}
