# The tests in test/deploy do these steps without an engine, and start the app as here. They know the
# instructions and options that stand here already.

FROM node:24-slim AS base
WORKDIR /app

FROM base AS build
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json ./
COPY src src
RUN npx tsc -p . --sourceMap false --incremental false --tsBuildInfoFile null

FROM base AS runtime
COPY package.json package-lock.json ./
# Node 24 has SQLite of its own; the optional packages are for older versions.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional
COPY --from=build /app/dist dist
RUN install -d -o node compile-cache
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/compile-cache
USER node
# Without settings the start ends at once; what Node has compiled until then stays for later starts.
RUN ! node dist/server.js && chmod -R a+rX compile-cache

FROM base
ARG SOURCE="" VERSION="" REVISION=""
LABEL org.opencontainers.image.title="Sign in with Asana" \
  org.opencontainers.image.description="A web app that signs people in with their Asana account" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.source="$SOURCE" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION"
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/compile-cache
COPY package.json LICENSE ./
COPY scripts scripts
COPY views views
COPY public public
COPY --from=runtime /app/node_modules node_modules
COPY --from=runtime /app/dist dist
COPY --from=runtime --chown=root /app/compile-cache compile-cache
RUN install -d -o node data
USER node
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://localhost:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.js"]
