# One image for migrate, api and worker. Debian based: the engine's SDK ships gnu builds only.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-bookworm-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# The embedded Postgres is optional and stays out: production brings its own.
RUN npm ci --omit=dev --omit=optional

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY --from=build /build/bin ./bin
COPY package.json LICENSE ./
USER node
EXPOSE 8080
ENTRYPOINT ["node", "bin/perfcycle.js"]
CMD ["api"]
