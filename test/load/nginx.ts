import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterThisTest } from "../support/cleanup.ts";
import { aFolder } from "../support/folder.ts";
import { cert, key } from "../support/own-certificate.ts";
import { isFree } from "../support/ports.ts";
import { until } from "../support/process.ts";

/**
 * Starts an nginx that ends TLS at a port and shares the requests out among processes of the app, with
 * no regard to who asks. Each answer names in `X-Upstream` which of them were asked. It ends with the
 * test.
 */
export async function startNginx(port: number, upstreams: readonly number[]): Promise<void> {
  const folder = aFolder();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  file("key.pem", key);
  file("cert.pem", cert);
  const settings = file("nginx.conf", configuration({ folder, port, upstreams }));
  const nginx = spawn("nginx", ["-e", "stderr", "-p", folder, "-c", settings], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  nginx.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = once(nginx, "exit");
  afterThisTest(async () => {
    nginx.kill("SIGTERM");
    await ended;
  });
  await until(async () => !(await isFree(port)) || nginx.exitCode !== null);
  if (nginx.exitCode !== null) throw new Error(`nginx has ended:\n${errors}`);
}

/**
 * A process that refuses a connection is left alone for a second: by default for ten, and a rolling
 * restart that goes on to the next process meanwhile would leave nobody to ask. Idle connections to the
 * app end after a second, within the two for which an ending process still listens; else nginx may send
 * a form on one that is just being closed, and it repeats no form.
 */
function configuration(about: {
  readonly folder: string;
  readonly port: number;
  readonly upstreams: readonly number[];
}): string {
  const { folder, port, upstreams } = about;
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
    ${process.getuid?.() === 0 ? "user root;" : ""}
    daemon off;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    events {}
    http {
      access_log off;
      ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n      ")}
      upstream app {
        ${upstreams.map((upstream) => `server 127.0.0.1:${upstream} fail_timeout=1s;`).join("\n        ")}
        keepalive 16;
        keepalive_timeout 1s;
      }
      server {
        listen 127.0.0.1:${port} ssl;
        listen [::1]:${port} ssl;
        ssl_certificate cert.pem;
        ssl_certificate_key key.pem;
        location / {
          proxy_pass http://app;
          add_header X-Upstream $upstream_addr always;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header X-Forwarded-Proto $scheme;
        }
      }
    }
  `;
}
