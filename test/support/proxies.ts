import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aFolder } from "./folder.ts";
import { cert, key } from "./own-certificate.ts";
import { aFreePort } from "./ports.ts";
import { type Run, repository, runProgram, until } from "./process.ts";

/** A proxy that ends TLS as a file of `deploy` says. */
export interface RunningProxy {
  /** `https://localhost:PORT` */
  readonly origin: string;
  /** All that it has logged, errors included. */
  log(): string;
}

const places = {
  certificate: "/etc/nginx/tls/fullchain.pem",
  key: "/etc/nginx/tls/privkey.pem",
  logs: "/var/log/nginx",
} as const;

/**
 * nginx with `deploy/nginx.conf` and an upstream file, until the test is over. What an operator adapts is
 * adapted: the name, the ports, where certificate and logs lie.
 *
 * @param port where it listens for https
 * @param upstream what stands in the upstream file, as it is here
 */
export async function anNginx(
  port: number,
  upstream: string,
): Promise<RunningProxy & { readonly httpOrigin: string }> {
  const folder = aFolder();
  const httpPort = await aFreePort();
  writeFileSync(join(folder, "certificate.pem"), cert);
  writeFileSync(join(folder, "key.pem"), key);
  mkdirSync(join(folder, "logs"));
  const site = replaced(read("nginx.conf"), {
    "listen 80;": `listen 127.0.0.1:${httpPort};`,
    "listen 443 ssl;": `listen 127.0.0.1:${port} ssl;`,
    "server_name app.example.com;": "server_name localhost;",
    [places.certificate]: join(folder, "certificate.pem"),
    [places.key]: join(folder, "key.pem"),
    [places.logs]: join(folder, "logs"),
  });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  writeFileSync(
    join(folder, "nginx.conf"),
    `user root; daemon off; pid ${join(folder, "pid")}; error_log ${join(folder, "logs", "main")};
     events {}
     http { ${temporary.join(" ")} ${upstream} ${site} }`,
  );
  const nginx = runProgram(["/usr/sbin/nginx", "-c", join(folder, "nginx.conf")], {}, { folder });
  await listens(nginx, port);
  return {
    origin: `https://localhost:${port}`,
    httpOrigin: `http://localhost:${httpPort}`,
    log: () =>
      readdirSync(join(folder, "logs"))
        .map((name) => readFileSync(join(folder, "logs", name), "utf8"))
        .join("") + nginx.errors(),
  };
}

/** Caddy with `deploy/Caddyfile`, and the certificate of the tests in place of one that it gets itself. */
export async function aCaddy(port: number, appPort: number): Promise<RunningProxy> {
  const folder = aFolder();
  writeFileSync(join(folder, "certificate.pem"), cert);
  writeFileSync(join(folder, "key.pem"), key);
  const file = replaced(read("Caddyfile"), {
    "\n{\n": "\n{\nadmin off\nauto_https disable_redirects\n",
    "app.example.com {\n": `https://localhost:${port} {\ntls certificate.pem key.pem\n`,
    "127.0.0.1:3000": `127.0.0.1:${appPort}`,
  });
  writeFileSync(join(folder, "Caddyfile"), file);
  const caddy = runProgram(
    ["/usr/bin/caddy", "run", "--config", "Caddyfile"],
    { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    { folder },
  );
  await listens(caddy, port);
  return { origin: `https://localhost:${port}`, log: () => caddy.output() + caddy.errors() };
}

function read(name: string): string {
  return readFileSync(join(repository, "deploy", name), "utf8");
}

/** Throws where the text no longer holds what an operator would adapt. */
function replaced(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the file no longer says "${from.trim()}"`);
    return changed.replaceAll(from, to);
  }, text);
}

async function listens(proxy: Run, port: number): Promise<void> {
  const isUp = () =>
    fetch(`http://localhost:${port}`).then(
      () => true,
      () => false,
    ); // 400: it wants TLS
  await until(isUp, { seconds: 10 }).catch((error) => {
    throw new Error(`${error}\n${proxy.errors()}`);
  });
}
