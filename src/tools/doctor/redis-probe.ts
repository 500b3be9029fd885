import { withTimeLimit } from "../../limits/time-limit.ts";

/** Why Redis did not do something. */
export interface Refusal {
  /** In capitals: the first word of what Redis says, or a code of the connection. Else in words. */
  readonly code: string;
  /** Whether Redis says that no command has this name, as after `rename-command`. */
  readonly isUnknownCommand: boolean;
  /** Whether it is the key, and not the command, that is not allowed. */
  readonly isAboutKey: boolean;
  /** Whether something else than Redis answered. */
  readonly isForeign: boolean;
}

/** Sends one command. Never throws. */
export type Ask = (
  ...command: readonly string[]
) => Promise<
  | { readonly outcome: "answered"; readonly reply: unknown }
  | { readonly outcome: "refused"; readonly refusal: Refusal }
>;

type Connection =
  | { readonly outcome: "connected"; readonly ask: Ask; readonly close: () => void }
  | { readonly outcome: "refused"; readonly refusal: Refusal };

const answerMs = 2_000;

/**
 * Connects once, without trying again. The client is loaded here, so that nobody needs it who keeps
 * sessions elsewhere.
 *
 * @param url `redis://` or `rediss://`
 */
export async function connectProbe(url: string): Promise<Connection> {
  const { createClient } = await import("@redis/client");
  const client = createClient({
    url,
    RESP: 2, // the older form: a server that is too old still says so
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled",
    socket: { connectTimeout: answerMs, reconnectStrategy: false },
  });
  let isForeign = false;
  let isGivenUp = false;
  client.on("error", (error: unknown) => {
    if (error instanceof Error && /^Unknown RESP type/.test(error.message)) isForeign = true;
  });
  const refused = (error: unknown) => ({
    outcome: "refused" as const,
    refusal: { ...refusalOf(error), ...(isForeign && { isForeign }) },
  });
  const close = () => client.destroy();

  try {
    // A program that keeps silent would have the client wait for ever.
    const connected = client.connect().then(() => isGivenUp && close()); // it goes on when destroyed
    await withTimeLimit(2 * answerMs, () => connected);
  } catch (error) {
    isGivenUp = true;
    close();
    return refused(error);
  }
  const ask: Ask = async (...command) => {
    try {
      const reply = await withTimeLimit(answerMs, () => client.sendCommand(command));
      return { outcome: "answered", reply };
    } catch (error) {
      return refused(error);
    }
  };
  return { outcome: "connected", ask, close };
}

/** Of Redis's own words only the first one stays: they may repeat a command, with the password in it. */
function refusalOf(error: unknown): Refusal {
  const { name, message } = error as Error;
  const { code } = error as { readonly code?: unknown };
  const said = /^([A-Z]+) /.exec(message)?.[1];
  return {
    code: typeof code === "string" ? ofConnection(code) : codeOf(name, message, said),
    isUnknownCommand: /^ERR unknown command/.test(message),
    isAboutKey: said === "NOPERM" && !/command/.test(message),
    isForeign: /^Socket closed/.test(message),
  };
}

function codeOf(name: string, message: string, said: string | undefined): string {
  if (/^ERR (DB index|SELECT is not allowed)/.test(message)) return "no such database";
  if (said !== undefined) return said;
  return name === "TimeoutError" || /timeout/i.test(message) ? "no answer" : "connection lost";
}

function ofConnection(code: string): string {
  if (/CERT|SIGNATURE|ISSUER|ALTNAME/.test(code)) return "CERTIFICATE";
  return code === "ETIMEDOUT" ? "no answer" : code;
}
