// The smallest useful program with a personal access token: who it acts as, and their open tasks in
// each workspace. Where tokens are made: https://developers.asana.com/docs/personal-access-token

import { existsSync } from "node:fs";

if (existsSync(".env")) process.loadEnvFile();
const { ASANA_PAT, ASANA_API_BASE_URL } = process.env;
const base = ASANA_API_BASE_URL || "https://app.asana.com/api/1.0";

async function get(path) {
  const answer = await fetch(base + path, { headers: { authorization: `Bearer ${ASANA_PAT}` } });
  if (answer.status === 401) throw new Error("Asana does not accept ASANA_PAT. Make a new one.");
  if (!answer.ok) throw new Error(`Asana answered ${answer.status} to GET ${path}`);
  return (await answer.json()).data;
}

/** Names are strangers' text: no control character of theirs reaches the terminal. */
const print = (line) => console.log(line.replace(/\p{Cc}/gu, " "));

try {
  const me = await get("/users/me?opt_fields=name");
  print(`This token acts as ${me.name}.`);
  for (const { gid, name } of await get("/workspaces?opt_fields=name&limit=100")) {
    print(`Open tasks in ${name}:`);
    const mine = `assignee=me&workspace=${gid}&completed_since=now`;
    const tasks = await get(`/tasks?${mine}&limit=20&opt_fields=name,due_on`);
    for (const task of tasks) print(`- ${task.name} (due: ${task.due_on ?? "any day"})`);
  }
} catch (error) {
  console.error(error.cause ? "Asana could not be reached." : error.message);
  process.exitCode = 1;
}
