/** How a feature watches sign-ins, from the link to the session. */
export type SignInWatch = object;
