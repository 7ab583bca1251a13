# One image for each service: docker build --build-arg SERVICE=gateway -t gostacker-gateway .
# SERVICE is gateway, send, meta, flusher or push.
FROM eclipse-temurin:25-jdk AS build
ARG SERVICE
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl apps/${SERVICE} -am package \
 && java -Djarmode=tools -jar apps/${SERVICE}/target/gostacker-${SERVICE}.jar extract --layers --launcher --destination /layers

FROM eclipse-temurin:25-jre
ARG SERVICE
ENV SERVICE=${SERVICE}
RUN groupadd --system --gid 10001 gostacker \
 && useradd --system --uid 10001 --gid gostacker --home-dir /app gostacker \
 && mkdir -p /app /keys && chown gostacker:gostacker /keys
WORKDIR /app
# What changes seldom comes first.
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
USER 10001:10001
ENV JAVA_OPTS="-XX:MaxRAMPercentage=70"
ENTRYPOINT ["sh", "-c", "exec java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError $JAVA_OPTS org.springframework.boot.loader.launch.JarLauncher"]
