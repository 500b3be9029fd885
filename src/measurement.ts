/** Something that happened and can be counted. Holds nothing personal, and no secret. */
export type Measurement =
  | {
      readonly of: "request";
      readonly method: string;
      /** The path of its row, as in `/tasks/:gid`; `none` where no row has it. */
      readonly route: string;
      readonly status: number | "aborted";
      readonly durationMs: number;
    }
  | { readonly of: "sign-in"; readonly outcome: "started" | "completed" | "declined" }
  /** `kind` is that of its error page. */
  | { readonly of: "sign-in"; readonly outcome: "failed"; readonly kind: string }
  /** `outcome` is `refreshed`, or why it failed. */
  | { readonly of: "refresh"; readonly outcome: string }
  | {
      readonly of: "asana-call";
      readonly method: string;
      /** May hold gids. */
      readonly url: string;
      /** Undefined when there was no answer. */
      readonly status: number | undefined;
      readonly durationMs: number;
    }
  | {
      readonly of: "store-call";
      readonly method: string;
      readonly isFailure: boolean;
      readonly durationMs: number;
    }
  /** All sessions, as a sweep has counted them. */
  | { readonly of: "sessions"; readonly count: number };

/** Takes what happened. Never throws, and changes nothing for the caller. */
export type Measure = (measurement: Measurement) => void;

/** Where nobody counts. */
export const measureNothing: Measure = () => undefined;
