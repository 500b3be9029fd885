import config from "./jest.config.js";

export default {
  ...config,
  testMatch: ["<rootDir>/test/**/browser/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 2,
  testTimeout: 90_000,
};
