import type request from "supertest";

type Answer = request.Response;

/** What is wrong with an answer. Only the first may happen, and only while something is down. */
export type Fault =
  | "failed" // no answer, an error page, or the app could not look the session up
  | "unexpected"
  | "somebody else's page"
  | "signed out"
  | "lost write"
  | "done twice"
  | "ended session came back";

/** A request and its answer. Times are milliseconds since the start of the run. */
export interface Exchange {
  /** When it ended: what goes down takes those along that are under way. */
  readonly phase: string;
  readonly what: string;
  readonly begunAt: number;
  readonly endedAt: number;
  /** Or what became of the connection. */
  readonly status: number | string;
  /** The addresses of the processes that were asked, as far as the proxy tells. */
  readonly upstream: string;
  readonly fault: Fault | undefined;
}

/** All that was asked in a run, by phase. */
export type Exchanges = ReturnType<typeof recordExchanges>;

/** Begins a record. The first phase has no name yet. */
export function recordExchanges() {
  const startedAt = performance.now();
  const all: Exchange[] = [];
  let phase = "";
  const clock = () => performance.now() - startedAt;

  return {
    all,
    clock,
    begin(name: string): void {
      phase = name;
    },
    /** Sends a request and judges the answer. */
    async ask(
      what: string,
      send: () => Promise<Answer>,
      judge: (answer: Answer) => Fault | undefined,
    ): Promise<{ readonly answer: Answer | undefined; readonly fault: Fault | undefined }> {
      const begunAt = clock();
      const end = (outcome: Pick<Exchange, "status" | "upstream" | "fault">) =>
        all.push({ phase, what, begunAt, endedAt: clock(), ...outcome });
      try {
        const answer = await send();
        const { status, headers } = answer;
        const fault = status >= 500 ? "failed" : judge(answer);
        end({ status, upstream: headers["x-upstream"] ?? "", fault });
        return { answer, fault };
      } catch (error) {
        const status = error instanceof Error && "code" in error ? String(error.code) : "cut off";
        end({ status, upstream: "", fault: "failed" });
        return { answer: undefined, fault: "failed" };
      }
    },
  };
}

/** A line for each phase: requests, by status, how long they took, what was wrong. */
export function tableOf(all: readonly Exchange[]): string {
  const phases = [...new Set(all.map(({ phase }) => phase))];
  return [...phases, "all"]
    .map((phase) => {
      const those = all.filter((exchange) => phase === "all" || exchange.phase === phase);
      const took = those.map(({ begunAt, endedAt }) => endedAt - begunAt).sort((a, b) => a - b);
      const at = (share: number) => Math.round(took[Math.floor(share * (took.length - 1))] ?? 0);
      const times = `median ${at(0.5)} ms, 99 of 100 in ${at(0.99)} ms, longest ${at(1)} ms`;
      const faults = counted(those.flatMap(({ fault }) => fault ?? []));
      return `${phase}: ${those.length} requests (${counted(those.map(({ status }) => status))}); ${times}; faults: ${faults || "none"}`;
    })
    .join("\n");
}

function counted(items: readonly (string | number)[]): string {
  const kinds = [...new Set(items)].sort();
  return kinds
    .map((kind) => `${items.filter((item) => item === kind).length} × ${kind}`)
    .join(", ");
}
