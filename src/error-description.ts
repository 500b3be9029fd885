/**
 * What a log line may say of an error: name, kind and codes of each error in the chain of causes, and
 * where the first was thrown. No messages and no stack traces: a library's or the provider's message
 * may repeat what must not be logged.
 */
export function describeError(error: unknown): { error: string; thrownAt?: string } {
  const chain: Error[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 5; cause = cause.cause) {
    chain.push(cause);
  }
  const thrownAt = /^\s+at .*?([\w-]+\.[jt]s:\d+)/m.exec(chain.at(-1)?.stack ?? "")?.[1];
  const described = chain.map((cause) => [cause.name, ...codesOf(cause)].join(" ")).join(" < ");
  return { error: described || typeof error, ...(thrownAt && { thrownAt }) };
}

/** The codes of an error, cut to 50 characters: the provider's may be of any length. */
function codesOf(error: Error & { kind?: unknown; code?: unknown; error?: unknown }): string[] {
  return [error.kind, error.code, error.error]
    .filter((value) => typeof value === "string")
    .map((code) => code.slice(0, 50));
}
