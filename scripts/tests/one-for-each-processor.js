// Runs as many test files at once as there are processors, whatever Jest was told for the others.

import { availableParallelism } from "node:os";
import TestRunner from "jest-runner";

const Runner = TestRunner.default ?? TestRunner;

export default class OneForEachProcessor extends Runner {
  constructor(globalConfig, context) {
    const maxWorkers = Math.min(globalConfig.maxWorkers, availableParallelism());
    super({ ...globalConfig, maxWorkers }, context);
  }
}
