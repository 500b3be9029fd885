/** Anybody who can act in Asana: people, the bot user, the service account. */
export interface User {
  readonly resourceType: "user";
  readonly gid: string;
  readonly name: string;
  /** null: a service account has no e-mail address (undocumented; the poorest answer). */
  readonly email: string | null;
  /** File under `public/photos`, null without a photo. */
  readonly photo: string | null;
}

/** Somebody who can sign in at the sandbox. */
export interface Person extends User {
  readonly email: string;
  /** What is special about them, in words for the sign-in page. */
  readonly about: string;
}

export const ana: Person = {
  resourceType: "user",
  gid: "1201000000000011",
  name: "Ana Everyday",
  email: "ana@example.com",
  photo: "ana.svg",
  about: "An organization, two more workspaces, and a dozen open tasks",
};

export const ben: Person = {
  resourceType: "user",
  gid: "1201000000000012",
  name: "Ben Solo",
  email: "ben@example.com",
  photo: null,
  about: "A workspace of their own, and no photo",
};

/** The gid is 2^53 + 1: whoever reads it as a number gets another one. */
export const zoe: Person = {
  resourceType: "user",
  gid: "9007199254740993",
  name: 'Zoë "Quote" <b>O’Neil</b> 🦊 & Söhne שלום',
  email: "zoe+odd@example.com",
  photo: "zoe.svg",
  about: "A name that needs care: quotes, tags, an emoji, and letters from right to left",
};

export const mira: Person = {
  resourceType: "user",
  gid: "1201000000000014",
  name: "Mira Newcomer",
  email: "mira@example.com",
  photo: null,
  about: "In the organization, but no tasks yet",
};

export const people: readonly Person[] = [ana, ben, zoe, mira];

/** Whose personal access token the sandbox prints. */
export const botUser: User = {
  resourceType: "user",
  gid: "1201000000000021",
  name: "Taskbot",
  email: "taskbot@example.com",
  photo: "taskbot.svg",
};

/** In the organization too; nobody signs in as they. */
export const guest: User = {
  resourceType: "user",
  gid: "1201000000000022",
  name: "Gil Guest",
  email: "gil@partner.example",
  photo: null,
};
export const invited: User = {
  resourceType: "user",
  gid: "1201000000000023",
  name: "Ivo Invited",
  email: "ivo@example.com",
  photo: null,
};

/** Was in the organization. */
export const leaver: User = {
  resourceType: "user",
  gid: "1201000000000024",
  name: "Lea Left",
  email: "lea@example.com",
  photo: null,
};

export const serviceAccount: User = {
  resourceType: "user",
  gid: "1201000000000031",
  name: "Backup service account",
  email: null,
  photo: null,
};

/** @returns the person with this gid, undefined for bots and strangers */
export function findPerson(gid: string | undefined): Person | undefined {
  return people.find((person) => person.gid === gid);
}
