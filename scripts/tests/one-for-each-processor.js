// Runs as many test files at once as there are processors, beside the number that Jest has for others.

import { availableParallelism } from "node:os";
import TestRunner from "jest-runner";

const Runner = TestRunner.default ?? TestRunner;

export default class OneForEachProcessor extends Runner {
  constructor(globalConfig, context) {
    const maxWorkers = Math.min(globalConfig.maxWorkers, availableParallelism());
    super({ ...globalConfig, maxWorkers }, context);
  }
}
