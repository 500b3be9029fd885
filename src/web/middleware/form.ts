import express, { type RequestHandler } from "express";

/** Reads the fields of a form, 10 kB and 50 fields at most. */
export const readForm: RequestHandler = express.urlencoded({
  extended: false,
  limit: "10kb",
  parameterLimit: 50,
});
