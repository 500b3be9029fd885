import type { Environment } from "../environment.ts";

/** Where metrics are read; undefined where they are off. */
export function metricsListen(settings: {
  readonly METRICS_PORT?: number | undefined;
  readonly METRICS_HOST: string;
}): { readonly host: string; readonly port: number } | undefined {
  const { METRICS_HOST: host, METRICS_PORT: port } = settings;
  return port === undefined ? undefined : { host, port };
}

/** The problem of a port that is the app's own; none otherwise. */
export function metricsProblems({ METRICS_PORT, PORT = "3000" }: Environment): readonly string[] {
  if (Number(METRICS_PORT) !== Number(PORT)) return [];
  return [
    `METRICS_PORT (${METRICS_PORT}) is the app's own PORT; use another, which only those who read metrics reach`,
  ];
}
