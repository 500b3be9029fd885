/** A task of the first person in the sandbox. */
export const welcomeText = { gid: "1201000000000401", name: "Write the welcome text" };
