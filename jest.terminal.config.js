import config from "./jest.config.js";

export default {
  ...config,
  testMatch: ["<rootDir>/test/**/terminal/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
};
