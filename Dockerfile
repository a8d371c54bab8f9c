# An image of one service: docker build --build-arg SERVICE=ledger-verticle .
# SERVICE is the service's folder, or platform/wso2 for the bootstrap of WSO2 API Manager. The image holds what that service needs at run time; the servers that the platform
# embeds for development are not in it.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true -Dspotless.apply.skip=true package \
    -pl profile-verticle,ledger-verticle,forex-verticle,payment-verticle,gateway-graphql,platform/wso2 -am

FROM eclipse-temurin:17-jre-jammy
# The health check uses curl.
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent corridor
WORKDIR /corridor
ARG SERVICE
COPY --from=build /src/${SERVICE}/target/dist/lib lib
COPY --from=build /src/${SERVICE}/target/dist/*-service.jar service.jar
USER corridor
# A heap of 128 MiB is enough for a service under load. A service that runs out of memory exits and is started again.
ENV JAVA_TOOL_OPTIONS="-Xmx128m -Xmn64m -XX:SurvivorRatio=3 -XX:TargetSurvivorRatio=90 -XX:+UseSerialGC -XX:+UseTransparentHugePages -XX:+ExitOnOutOfMemoryError"
ENTRYPOINT ["java", "-jar", "service.jar"]
