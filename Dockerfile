# One image for the five services: `service NAME` says which one a container runs.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -q -pl platform/corridor -am -DskipTests package

FROM eclipse-temurin:17-jre-jammy
# curl asks a service for its health.
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent corridor
WORKDIR /corridor
COPY --from=build /src/platform/corridor/target/lib lib
COPY --from=build /src/platform/corridor/target/corridor.jar corridor.jar
USER corridor
# 128 MiB of heap is what a service is built for. With memory gone it can only lie, so it stops and is started anew.
ENV JAVA_TOOL_OPTIONS="-Xmx128m -Xmn64m -XX:SurvivorRatio=3 -XX:TargetSurvivorRatio=90 -XX:+UseSerialGC -XX:+UseTransparentHugePages -XX:+ExitOnOutOfMemoryError"
ENTRYPOINT ["java", "-jar", "corridor.jar"]
CMD ["--help"]
