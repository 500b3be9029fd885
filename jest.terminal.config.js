import config from "./jest.config.js";

export default { ...config, testMatch: ["<rootDir>/test/terminal/*.test.ts"] };
