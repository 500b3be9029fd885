import { AsanaApiError } from "../../src/asana/api-error.ts";

/** How a call ends: the kind of its error, or `done`. */
export async function endOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "done";
  } catch (error) {
    if (error instanceof AsanaApiError) return error.kind;
    throw error;
  }
}

/** The error of a call that is to fail. */
export async function failureOf(call: Promise<unknown>): Promise<AsanaApiError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AsanaApiError) return error;
    throw error;
  }
  throw new Error("the call did not fail");
}
