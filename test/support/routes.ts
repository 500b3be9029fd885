import type { Express } from "express";

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/**
 * Every route that an app has, as "GET /profile". Each of them ends with `.all(allowMethods(…))`,
 * which tells them from the guards that stand before them.
 */
export function routesOf(app: Express): string[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  return routesIn(stack).sort();
}

function routesIn(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => {
    if (!route) return routesIn(handle.stack ?? []);
    const methods = Object.keys(route.methods).filter((name) => !["_all", "head"].includes(name));
    return route.methods._all
      ? methods.map((method) => `${method.toUpperCase()} ${route.path}`)
      : [];
  });
}
