# One image for the gateway, the subgraphs and the one-shot commands: the command says which.
# A line of Node that is maintained; test/image-node has the same for the lane that runs on it.
FROM node:24-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json ./

FROM base AS build
RUN npm ci
COPY . .
RUN npx tsc

FROM base AS production
RUN npm ci --omit=dev

# npm's cache and the compiler stay behind in the stages above.
FROM base
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=1
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
# Read at run time: the subgraphs' SDL, the supergraph, the saved operations, the reference data, the criteria.
COPY schema/*.graphql schema/
COPY schema/operations schema/operations
COPY sample/reference sample/reference
COPY subgraphs/statistics/default-criteria.json subgraphs/statistics/
# All of it belongs to root: the process cannot change its own code.
USER node
EXPOSE 4000
CMD ["node", "--max-semi-space-size=16", "dist/gateway/main.js", "--host", "0.0.0.0"]
