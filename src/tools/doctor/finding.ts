/** What one check found. */
export interface Finding {
  /** `fix`: something does not work, or is not safe. `unchecked`: nobody could tell. */
  readonly verdict: "ok" | "advice" | "fix" | "unchecked";
  /** The setting it is about; where there is none, the thing itself. */
  readonly variable: string;
  /** One sentence; never holds the value of a secret. */
  readonly found: string;
  /** What to do; with `fix` and `advice`. */
  readonly fix?: string;
}

export function ok(variable: string, found: string): Finding {
  return { verdict: "ok", variable, found };
}

export function toFix(variable: string, found: string, fix: string): Finding {
  return { verdict: "fix", variable, found, fix };
}

export function advice(variable: string, found: string, fix: string): Finding {
  return { verdict: "advice", variable, found, fix };
}

export function unchecked(variable: string, found: string): Finding {
  return { verdict: "unchecked", variable, found };
}
