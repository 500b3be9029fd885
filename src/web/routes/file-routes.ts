import { fileURLToPath } from "node:url";
import express, { Router } from "express";
import type { Pages } from "../feature.ts";
import { file } from "../who-may/row.ts";

const paths = ["/css/*path", "/images/*path", "/favicon.ico"];
const folder = fileURLToPath(new URL("../../../public", import.meta.url));

/** The files in `public`: styles and images, which every client may keep for an hour. */
export const filePages: Pages = {
  rows: paths.map(file),
  routes() {
    const serve = express.static(folder, {
      index: false,
      setHeaders: (response) => response.set("Cache-Control", "public, max-age=3600"),
    });
    const router = Router();
    for (const path of paths) router.get(path, serve);
    return router;
  },
};
