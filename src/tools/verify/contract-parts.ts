import type { Part } from "./expectation.ts";
import { clientPart, discoveryPart } from "./openid-contract.ts";
import { readingPart } from "./rest-contract.ts";
import { serviceAccountPart } from "./service-account-contract.ts";

/** The parts that only read. They hold what the app relies on, as Asana's documents and standards say. */
export const readingParts: readonly Part[] = [
  discoveryPart,
  clientPart,
  readingPart,
  serviceAccountPart,
];
