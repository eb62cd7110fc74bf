# Two stages: npm bundles the program, and the image holds the bundle and Node alone.
# BASE is anything that starts `node`, such as a distroless Node 24.
ARG BASE=gcr.io/distroless/nodejs24-debian12:nonroot
ARG BUILDER=node:24-slim

FROM ${BUILDER} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN npm run build

FROM ${BASE}
WORKDIR /app
COPY --from=build /src/dist dist
COPY package.json ./
COPY crds crds
USER 65532:65532
ENV NODE_ENV=production
EXPOSE 8080
# An operator mostly waits: a small heap is worth more to it than the last percent of speed (measured: bench/scale.ts).
ENTRYPOINT ["node", "--optimize-for-size", "/app/dist/serinette.mjs"]
CMD ["operator"]
