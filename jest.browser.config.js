import { common, longestFirst } from "./jest.config.js";

export default {
  ...common,
  ...longestFirst,
  testMatch: ["<rootDir>/test/**/browser/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 3,
  testTimeout: 90_000,
};
