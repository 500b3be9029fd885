import * as v from "valibot";

/** The shapes of Asana's answers; each message says what is expected. */
export const Gid = v.pipe(v.string("a string of digits"), v.regex(/^\d+$/, "a string of digits"));

export const Text = v.string("a string");

/** @see Asana's API reference, date and time formats */
export const Time = v.pipe(
  v.string("a time"),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, "a time (ISO 8601, UTC)"),
);
const Day = v.pipe(v.string("a day"), v.regex(/^\d{4}-\d\d-\d\d$/, "a day (YYYY-MM-DD)"));

export const Url = v.pipe(v.string("an address"), v.url("an address"));

/** Asana's page "Pagination". */
const NextPage = v.nullable(
  v.looseObject(
    { offset: Text, path: Text, uri: Url },
    "an object with offset, path and uri, or null",
  ),
);

/** A single record: `{"data":{…}}`. */
export function Record<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.looseObject({ data: v.looseObject(entries, "an object") }, "an object with data");
}

/** A page of a list, asked for with `limit`. */
export function Page<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.looseObject(
    { data: v.array(v.looseObject(entries, "an object"), "an array"), next_page: NextPage },
    "an object with data and next_page",
  );
}

/** Asana's page "Errors". */
export const Errors = v.looseObject(
  {
    errors: v.pipe(
      v.array(v.looseObject({ message: Text }, "an object"), "an array"),
      v.minLength(1, "at least one error"),
    ),
  },
  "an object with errors",
);

/** RFC 6749, 5.2. */
export function OAuthError(code: string) {
  return v.looseObject({ error: v.literal(code, `the code ${code}`) }, "an object with error");
}

export const Named = { gid: Gid, name: Text };

/** The fields of a record that Asana sends by default. */
export const Compact = (type: string) => ({
  ...Named,
  resource_type: v.literal(type, `"${type}"`),
});

export const ListedTask = {
  ...Named,
  completed: v.boolean("true or false"),
  due_on: v.nullable(Day),
  permalink_url: Url,
  projects: v.array(v.looseObject(Named, "an object"), "an array"),
};
