import { describe, expect, test } from "@jest/globals";
import { confineReturnTo } from "../../src/auth/return-to.ts";

const confine = (requested: string | undefined) =>
  confineReturnTo(requested, { baseUrl: "https://app.example.com", fallback: "/profile" });

describe("returnTo leads nowhere else", () => {
  test.each([
    "https://evil.example/",
    "http://app.example.com/",
    "https:evil.example",
    "https:/evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/./\\evil.example",
    "/%2e//evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,hello",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "?a=//evil.example",
    "#//evil.example",
    "",
    "/auth/login",
    "/auth/callback?code=a",
    "/auth/error?kind=unexpected",
    "/./auth/login",
    "/AUTH/login",
    "/Auth/callback",
    "/auth",
    `/${"€".repeat(1_000)}`,
    `/${"a".repeat(2_000)}`,
  ])("%j becomes the fallback", (requested) => {
    expect(confine(requested)).toBe("/profile");
  });

  test("nothing becomes the fallback", () => {
    expect(confine(undefined)).toBe("/profile");
  });
});

describe("returnTo keeps its path and query", () => {
  test.each([
    ["/", "/"],
    ["/page", "/page"],
    ["/page?workspace=1&x=y", "/page?workspace=1&x=y"],
    ["/a/../page", "/page"],
    ["/page?next=https://evil.example", "/page?next=https://evil.example"],
    ["/@evil.example", "/@evil.example"],
    ["/%2f/evil.example", "/%2f/evil.example"],
    ["/https://evil.example", "/https://evil.example"],
    ["/ümlaut?q=a b", "/%C3%BCmlaut?q=a%20b"],
    ["/page#part", "/page"],
  ])("%j becomes %j", (requested, expected) => {
    expect(confine(requested)).toBe(expected);
  });

  test.each(["/", "/page?a=b", "/@evil.example", "/%2f/evil.example", "/https://evil.example"])(
    "a browser that is sent to %j stays on this origin",
    (requested) => {
      const landed = new URL(confine(requested), "https://app.example.com/auth/callback");

      expect(landed.origin).toBe("https://app.example.com");
    },
  );
});
