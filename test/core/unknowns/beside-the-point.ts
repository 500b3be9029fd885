/** What is unknown and cannot matter to this app, with the reason. */
export const besideThePoint: readonly { readonly unknown: string; readonly because: string }[] = [
  {
    unknown: "`/users/me` with an SA token",
    because: "the app calls nothing with a service account's token",
  },
  {
    unknown: "PAT or SA token at userinfo",
    because: "UserInfo is read with the access token of the sign-in, and with no other",
  },
  {
    unknown: "non-SA token at SA endpoints",
    because: "the app calls no endpoint that needs a service account",
  },
  {
    unknown: "expired offset status",
    because:
      "no page of the core keeps a place in a list; the client takes both, as asana-client-failures.test.ts says",
  },
  {
    unknown: "`id_token` response types",
    because: "the authorization request says response_type=code, always",
  },
  {
    unknown: "CORS on token endpoint",
    because: "the server calls it, no browser does",
  },
];
