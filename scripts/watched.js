// What `npm run dev` runs and restarts: the app. Before each restart it gets SIGTERM, as from a
// supervisor, and would go on listening for two seconds; as at Ctrl-C it ends at once.

process.on("SIGTERM", () => process.emit("SIGINT", "SIGINT")); // heard before the app hears it

await import("../dist/server.js");
