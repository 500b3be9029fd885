/** The result of one check. */
export interface Finding {
  /** `fix`: something does not work, or is not safe. `unchecked`: the check could not be made. */
  readonly verdict: "ok" | "advice" | "fix" | "unchecked";
  /** The setting it is about; where there is none, the thing itself. */
  readonly variable: string;
  /** One sentence; never holds the value of a secret. */
  readonly found: string;
  /** What the operator can do; with `fix` and `advice`. */
  readonly fix?: string;
}

/** A finding: this is right. */
export function ok(variable: string, found: string): Finding {
  return { verdict: "ok", variable, found };
}

/** A finding: the operator has to fix this. */
export function toFix(variable: string, found: string, fix: string): Finding {
  return { verdict: "fix", variable, found, fix };
}

/** A finding: it works, and could be better. */
export function advice(variable: string, found: string, fix: string): Finding {
  return { verdict: "advice", variable, found, fix };
}

/** A finding: the check could not be made. */
export function unchecked(variable: string, found: string): Finding {
  return { verdict: "unchecked", variable, found };
}
