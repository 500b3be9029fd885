import express, { type RequestHandler } from "express";
import { requireCsrfToken } from "./csrf.ts";

/** 64 kB and 50 fields at most: what is kept of a form, 16 kB of text, is encoded up to there. */
const readFields: RequestHandler = express.urlencoded({
  extended: false,
  limit: "64kb",
  parameterLimit: 50,
});

/** What every form of a signed-in person goes through: its fields are read, and it is theirs. */
export const receiveForm: RequestHandler[] = [readFields, requireCsrfToken];
