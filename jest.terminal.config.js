import { common } from "./jest.config.js";

export default {
  ...common,
  testMatch: ["<rootDir>/test/**/terminal/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
