import { expect, test } from "@jest/globals";
import type { Permission } from "../../src/permissions.ts";
import { requestedScope } from "../../src/web/sign-in/requested-scope.ts";

const changing: Permission = { name: "changing", scope: "tasks:write", page: "", why: "" };
const comments: Permission = {
  name: "comments",
  scope: "stories:read stories:write",
  page: "",
  why: "",
};
const permissions = [changing, comments];

const cases = [
  {
    what: "nobody is signed in: the setting alone, whatever a link asks for",
    configured: "openid tasks:read",
    granted: undefined,
    permission: changing,
    asks: "openid tasks:read",
  },
  {
    what: "a page needs more: what is granted and what it needs",
    configured: "openid tasks:read",
    granted: "openid tasks:read stories:read",
    permission: changing,
    asks: "openid tasks:read stories:read tasks:write",
  },
  {
    what: "connecting again: the setting and what is granted",
    configured: "openid email tasks:read",
    granted: "openid tasks:write",
    permission: undefined,
    asks: "openid tasks:write email tasks:read",
  },
  {
    what: "something is granted that the app no longer asks for: without it",
    configured: "openid tasks:read",
    granted: "openid tasks:read goals:read",
    permission: undefined,
    asks: "openid tasks:read",
  },
  {
    what: "full permissions were given up: no mixture",
    configured: "openid tasks:read",
    granted: "openid default",
    permission: comments,
    asks: "openid stories:read stories:write",
  },
  {
    what: "full permissions are set: nothing is added",
    configured: "openid default",
    granted: "openid default",
    permission: comments,
    asks: "openid default",
  },
] as const;

test.each(cases)("$what", ({ asks, configured, granted, permission }) => {
  expect(requestedScope({ configured, granted, permission, permissions })).toBe(asks);
});
