import { common } from "./jest.config.js";

export default {
  ...common,
  testMatch: ["<rootDir>/test/deploy/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 2,
};
