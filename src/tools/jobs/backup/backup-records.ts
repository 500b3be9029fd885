import * as v from "valibot";

/** The kinds of records, in the order in which they are read. Each has a file of its own. */
export const kinds = ["users", "teams", "projects", "tasks", "stories"] as const;

export type Kind = (typeof kinds)[number];

/** A record as Asana gave it. */
export interface RawRecord {
  readonly gid: string;
  readonly [field: string]: unknown;
}

export const RawRecords: v.GenericSchema<unknown, readonly RawRecord[]> = v.array(
  v.looseObject({ gid: v.string() }),
);

const Reference = v.object({ gid: v.string() });

/** What a task refers to. */
export const TaskLinks = v.object({
  gid: v.string(),
  num_subtasks: v.nullish(v.number(), 0),
  projects: v.nullish(v.array(Reference), []),
});

export const StoryLinks = v.object({ target: v.nullish(Reference) });

const customField = [
  ...["name", "resource_subtype", "type", "display_value", "text_value", "number_value"],
  ...["enum_value.name", "multi_enum_values.name", "date_value", "people_value.name"],
].map((field) => `custom_fields.${field}`);

/**
 * `opt_fields` of each kind: all that can be asked of a list and is not derived from the rest (texts
 * come as plain text, not as HTML as well).
 *
 * @see Asana's API reference, "Users", "Teams", "Projects", "Tasks", "Stories"
 */
export const fieldsOf: Readonly<Record<Kind, readonly string[]>> = {
  users: ["resource_type", "name", "email", "photo", "workspaces.name"],
  teams: [
    ...["resource_type", "name", "description", "organization.name", "permalink_url"],
    ...["visibility", "edit_team_name_or_description_access_level"],
  ],
  projects: [
    ...["resource_type", "name", "archived", "color", "icon", "completed", "completed_at"],
    ...["completed_by.name", "created_at", "modified_at", "current_status_update.title"],
    ...["default_view", "default_access_level", "due_on", "start_on", "notes", "privacy_setting"],
    ...["owner.name", "members.name", "followers.name", "team.name", "workspace.name"],
    ...["permalink_url", "created_from_template.name", "custom_field_settings.is_important"],
    ...["custom_field_settings.custom_field.name", "custom_field_settings.custom_field.type"],
    ...["custom_field_settings.custom_field.enum_options.name", ...customField],
  ],
  tasks: [
    ...["resource_type", "resource_subtype", "name", "notes", "approval_status", "assignee.name"],
    ...["assignee_section.name", "completed", "completed_at", "completed_by.name", "created_at"],
    ...["created_by.name", "modified_at", "due_at", "due_on", "start_at", "start_on"],
    ...["dependencies", "dependents", "followers.name", "is_rendered_as_separator", "num_likes"],
    ...["likes.user.name", "memberships.project.gid", "memberships.project.name", "num_subtasks"],
    ...["memberships.section.gid", "memberships.section.name"],
    ...["parent.name", "projects.name", "tags.name", "workspace.name", "permalink_url"],
    ...["actual_time_minutes", ...customField],
  ],
  stories: [
    ...["resource_type", "resource_subtype", "type", "text", "created_at", "created_by.name"],
    ...["is_pinned", "is_edited", "num_likes", "likes.user.name", "previews", "sticker_name"],
    ...["source", "target"],
  ],
};
