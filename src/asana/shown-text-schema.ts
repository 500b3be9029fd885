import * as v from "valibot";

/** A text that pages only show: empty where Asana leaves it out or sends null. */
export const Text = v.nullish(v.string(), "");
