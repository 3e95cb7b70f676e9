# syntax=docker/dockerfile:1
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /gateway ./cmd/gateway \
 && mkdir /data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /gateway /gateway
# The correlation store lives here; mount a volume that outlives the container.
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
EXPOSE 8080 9090
ENTRYPOINT ["/gateway"]
CMD ["serve", "--config", "/etc/scimgate/gateway.yaml"]
