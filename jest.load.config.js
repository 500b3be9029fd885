import { common } from "./jest.config.js";

export default {
  ...common,
  testMatch: ["<rootDir>/test/load/*.test.ts"],
  maxWorkers: 2,
  testTimeout: 60_000 + 2_000 * Number(process.env.LOAD_SECONDS || 120),
};
