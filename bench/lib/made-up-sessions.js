// Sessions as sign-ins leave them: the app's own code makes and seals them.

import { createHash } from "node:crypto";
import { attachment } from "../../dist/sessions/session-attachments.js";
import { openSessions } from "../../dist/sessions/sessions.js";

/** About as large as what the tasks page and the profile keep. */
export const kept = attachment("bench");

const secrets = ["a secret of the benchmarks that opens nothing"];

/** The app's sessions over a store, with the secret that the made-up ones are sealed with. */
export function openBenchSessions(store, now = Date.now) {
  return openSessions({ store, secrets, now, log: { warn() {} } });
}

/** The id that the browser of the person with this number has: the same in every run. */
function sessionIdOf(number) {
  return createHash("sha256").update(`session ${number}`).digest("base64url").slice(0, 32);
}

/**
 * The id of a session that opens, near the one with this number. Sealing all of a million takes minutes,
 * so that beyond the first thousand nine in ten have the sealed bytes of another, under ids of their own.
 */
export function idOfOneThatOpens(number) {
  return sessionIdOf(isSealed(number) ? number : number - (number % 10));
}

function isSealed(number) {
  return number < 1_000 || number % 10 === 0;
}

/**
 * Makes the rows that the app hands to its store when a person signs in and reads a page.
 *
 * @param now gives epoch milliseconds: when they sign in
 */
export function createRowMaker(now) {
  let rows;
  const sessions = openBenchSessions(
    {
      sessions: {
        async begin(session) {
          rows = { session };
          return "begun";
        },
      },
      attachments: {
        async put(session, name, sealed) {
          rows.attachment = { session, name, sealed };
        },
      },
    },
    now,
  );
  return async (number) => {
    const id = sessionIdOf(number);
    if (!isSealed(number)) return copyOf(rows, { id: sessions.ofPerson.idOf(id), number });
    await sessions.begin(expressSession(id, { store: sessions.store, number }), {
      tokens: tokensOf(number, now()),
      previous: undefined,
    });
    await sessions.attachments.put(id, kept, workspaces);
    return rows;
  };
}

function copyOf({ session, attachment: beside }, { id, number }) {
  return {
    session: { ...session, id, person: hexOf(`person ${number}`) },
    attachment: { ...beside, session: id },
  };
}

/** What express-session hands over: the data, and how it is saved. */
function expressSession(id, { store, number }) {
  const session = sessionOf(number);
  const save = (callback) => store.set(id, session, callback);
  return Object.defineProperty(session, "save", { value: save, enumerable: false });
}

function sessionOf(number) {
  const subject = gidOf(number);
  const person = {
    name: `Person ${number} of the Example Company`,
    email: `person-${number}@department.example.com`,
    picture: `https://s3.example.com/profile_photos/${subject}/${hexOf(`picture ${number}`)}_128x128.png`,
  };
  return {
    cookie: { originalMaxAge: 604_800_000, httpOnly: true, sameSite: "lax", path: "/" },
    signedIn: {
      issuer: "https://app.asana.com/api/1.0",
      subject,
      ...person,
      idTokenClaims: {
        iss: "https://app.asana.com/api/1.0",
        aud: "1201000000000001",
        sub: subject,
        iat: 1_790_000_000,
        exp: 1_790_003_600,
        auth_time: 1_790_000_000,
        at_hash: hexOf(`token ${number}`).slice(0, 22),
        sid: hexOf(`asana ${number}`),
        locale: "en_US",
        zoneinfo: "Europe/Berlin",
        email_verified: true,
        workspaces: workspaces.map(({ gid, name }) => ({ gid, name })),
        ...person,
      },
      startedFrom: { device: "Firefox on Linux", address: "2001:db8:85a3::8a2e:370:7334" },
    },
    csrfToken: hexOf(`form ${number}`).slice(0, 43),
  };
}

function tokensOf(number, now) {
  return {
    accessToken: `2/${gidOf(number)}/1201000000000001:${hexOf(`access ${number}`).slice(0, 32)}`,
    refreshToken: `2/${gidOf(number)}/1201000000000001:${hexOf(`refresh ${number}`).slice(0, 32)}`,
    scope: "openid email profile users:read workspaces:read projects:read tasks:read",
    accessTokenReceivedAt: now,
    accessTokenExpiresAt: now + 3_600_000,
  };
}

const workspaces = Array.from({ length: 5 }, (_, number) => ({
  gid: gidOf(number),
  name: `Workspace ${number} of the Example Company`,
  isOrganization: number === 0,
}));

function gidOf(number) {
  return String(1_200_000_000_000_000 + number);
}

function hexOf(words) {
  return createHash("sha256").update(words).digest("hex");
}
