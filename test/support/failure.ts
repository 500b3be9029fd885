import { AsanaApiError } from "../../src/asana/api-error.ts";

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
