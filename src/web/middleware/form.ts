import express, { type RequestHandler } from "express";

/** Reads the fields of a form, 16 kB and 50 fields at most. */
export const readForm: RequestHandler = express.urlencoded({
  extended: false,
  limit: "16kb",
  parameterLimit: 50,
});
