import type { Request, Response } from "express";

/** A form that was done, or refused, and is about to be answered with a redirect. */
export interface FinishedForm {
  /** Its one-time key, which stands as `result` in the address of the page after it. */
  readonly key: string;
  readonly request: Request;
  readonly response: Response;
}
