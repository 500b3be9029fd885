import config from "./jest.config.js";

export default {
  ...config,
  testMatch: ["<rootDir>/test/browser/*.test.ts"],
  maxWorkers: 2,
  testTimeout: 90_000,
};
