import * as v from "valibot";

/** A text that is only shown: where Asana leaves it out or sends null, nothing is. */
export const Text = v.nullish(v.string(), "");
