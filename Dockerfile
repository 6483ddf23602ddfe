# One image, eleven targets: `docker run heist serve auth`. compose.yaml runs one container a target.
#
# The program is built in the image if ./heist has not built these very sources before; then no library is fetched
# twice. What runs holds no compiler and no sources.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY . .
RUN docker/program /opt/heist

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 heist && useradd --uid 10001 --gid heist --no-create-home --home-dir /data heist \
 && install -d -o heist -g heist -m 0700 /data

# Libraries change less often than the program, so they are a layer of their own.
COPY --from=build /opt/heist/lib /opt/heist/lib
COPY heist.yaml /opt/heist/
COPY crews /opt/heist/crews
COPY scenarios /opt/heist/scenarios
COPY strategies /opt/heist/strategies
COPY docker/heist docker/make-secrets /usr/local/bin/
COPY --from=build /opt/heist/heist.jar /opt/heist/heist.jar

ENV HEIST_HOME=/opt/heist HEIST_DATA=/data HEIST_LOG=INFO
USER heist
WORKDIR /data
VOLUME /data
ENTRYPOINT ["heist"]
CMD ["--help"]
