import type { Resource, ResourceType } from "../world.ts";
import type { FieldTree } from "./field-tree.ts";
import { type RecordType, recordTypes, type View } from "./record-fields.ts";

type Shape = "compact" | "full" | FieldTree;

/** Visible for related objects without the scope of their type. @see Asana, "OAuth scopes" */
const alwaysVisible: ReadonlySet<string> = new Set([
  "gid",
  "name",
  "title",
  "resource_type",
  "resource_subtype",
]);

/**
 * @param shape compact as in lists, full as in single reads, or exactly the fields asked for
 * @returns the record as it goes over the wire
 */
export function toRecord(item: Resource, shape: Shape, view: View): Record<string, unknown> {
  const type = typeOf(item.resourceType);
  const record: Record<string, unknown> = { gid: item.gid };
  if (typeof shape === "string" || shape.has("resource_type") || view.showsResourceType) {
    record.resource_type = item.resourceType;
  }
  for (const [name, field] of Object.entries(type.fields)) {
    const below = typeof shape === "string" ? undefined : shape.get(name);
    const isAsked = shape === "compact" ? type.compact.includes(name) : below !== undefined;
    const isShown = shape === "full" ? !field.optIn && holds(view, field.scope) : isAsked;
    if (isShown) {
      record[name] = toValue(field.read(item, view), field.of, below, view);
    }
  }
  return record;
}

/**
 * Fields of related objects beyond their name need the scope of the related type; a few fields
 * need one of their own.
 *
 * @returns a scope that is needed and not held, null when all are there
 * @see Asana, "OAuth scopes", nested objects
 */
export function missingFieldScope(type: ResourceType, tree: FieldTree, view: View): string | null {
  for (const [name, below] of tree) {
    const field = typeOf(type).fields[name];
    if (field && !holds(view, field.scope)) {
      return field.scope ?? null;
    }
    if (field?.of === undefined) {
      continue;
    }
    const { scope } = typeOf(field.of);
    const reachesDeeper = [...below.keys()].some((nested) => !alwaysVisible.has(nested));
    if (reachesDeeper && !holds(view, scope)) {
      return scope;
    }
    const missing = missingFieldScope(field.of, below, view);
    if (missing !== null) {
      return missing;
    }
  }
  return null;
}

/** The table knows each type's items exactly; here they are only looked up by name. */
function typeOf(type: ResourceType): RecordType<Resource> {
  return recordTypes[type] as RecordType<Resource>;
}

function toValue(
  value: unknown,
  of: ResourceType | undefined,
  below: FieldTree | undefined,
  view: View,
): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => toValue(one, of, below, view));
  }
  const picksFields = below !== undefined && below.size > 0;
  if (of !== undefined && value !== null) {
    return toRecord(value as Resource, picksFields ? below : "compact", view);
  }
  return picksFields ? picked(value, below) : value;
}

function picked(value: unknown, tree: FieldTree): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const chosen = Object.entries(value).filter(([name]) => tree.has(name));
  return Object.fromEntries(
    chosen.map(([name, inner]) => {
      const below = tree.get(name);
      return [name, below && below.size > 0 ? picked(inner, below) : inner];
    }),
  );
}

function holds({ caller }: View, scope: string | undefined): boolean {
  return scope === undefined || caller.scopes === null || caller.scopes.has(scope);
}
