# BASE: Node 24 with its libraries, as `node` in /nodejs/bin, /usr/local/bin or /usr/bin. BUILDER: any with npm.
# `docker build .` makes the bundle; `docker build --target prebuilt .` takes the dist/ that `npm run build` made.
# Pin BASE by digest where an image is published: the workflow does, and writes the digest into the image's labels.
ARG BASE=gcr.io/distroless/nodejs24-debian13:nonroot
ARG BUILDER=node:24-slim

FROM ${BASE} AS runtime
WORKDIR /app
COPY package.json ./
COPY crds crds
COPY deploy/samples deploy/samples
USER 65532:65532
ENV NODE_ENV=production PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin
EXPOSE 8080
# An operator mostly waits: a small heap is worth more to it than the last percent of speed (measured: bench/scale.ts).
ENTRYPOINT ["node", "--optimize-for-size", "/app/dist/serinette.mjs"]
CMD ["operator"]
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="serinette" \
      org.opencontainers.image.description="Progressive delivery for Kubernetes and Istio; runs Flagger's Canary manifests." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# A builder without BuildKit runs all stages in order up to its target: so this one stands before npm, and must not fail
# where there is no dist/ yet.
FROM runtime AS prebuilt
COPY LICENSE dist/*.mjs dist/

FROM ${BUILDER} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN npm run build

FROM runtime
COPY LICENSE dist/
COPY --from=build /src/dist dist
