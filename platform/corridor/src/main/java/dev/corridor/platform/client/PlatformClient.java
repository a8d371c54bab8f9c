package dev.corridor.platform.client;

import dev.corridor.kit.config.Secret;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.RunFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Client of a running platform's public APIs. It retries a request that failed with a transient error, under the same
 * idempotency key, as the platform's errors advise.
 */
public final class PlatformClient {
    /** Long enough for a busy machine. If no platform runs, the connection is refused at once. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Set<Integer> TRANSIENT_STATUSES = Set.of(503, 504);
    private static final String IN_PROGRESS = "request_in_progress";
    private static final int MAX_RETRIES = 30;
    private static final long RETRY_DELAY_MS = 1_000;

    private final PortMap ports;
    private final RunFile run;
    private final HttpClient http;

    /** Response of a public API. */
    public record Response(int status, JsonObject body) {
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Whether the same request may succeed soon. */
        boolean isTransient() {
            return TRANSIENT_STATUSES.contains(status) || IN_PROGRESS.equals(body.getString("code"));
        }
    }

    private PlatformClient(PortMap ports, RunFile run) {
        this.ports = ports;
        this.run = run;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(run))
                .build();
    }

    /** @throws CommandFailure when no platform is running with that offset */
    public static PlatformClient ofRunning(PortMap ports, Map<String, String> environment) {
        return new PlatformClient(ports, RunFile.ofRunning(ports, environment));
    }

    public static PlatformClient of(PortMap ports, RunFile run) {
        return new PlatformClient(ports, run);
    }

    /** Gets a user's token. @param scope empty: every scope that a user may have */
    public String userToken(String username, String scope) {
        var form = new TreeMap<>(Map.of(
                "grant_type",
                "password",
                "username",
                username,
                "password",
                run.secrets().users().value()));
        return token(form, scope);
    }

    /** Gets a token of the platform's operator. */
    public String operatorToken(String scope) {
        return token(new TreeMap<>(Map.of("grant_type", "client_credentials")), scope);
    }

    public Response get(String path, String token) {
        return send(request(path, token).GET());
    }

    /** Sends a request that takes effect once, even if it is sent several times. */
    public Response post(String path, String token, JsonObject body) {
        return send(request(path, token)
                .header("content-type", "application/json")
                .header("idempotency-key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body.encode())));
    }

    public URI streamUri() {
        return URI.create("ws://localhost:" + ports.edgeWebSocket() + "/stream/forex/1.0.0");
    }

    HttpClient http() {
        return http;
    }

    private String token(Map<String, String> form, String scope) {
        if (!scope.isBlank()) {
            form.put("scope", scope);
        }
        var response = send(HttpRequest.newBuilder(
                        URI.create("https://localhost:" + ports.edgeConsole() + "/oauth2/token"))
                .header("authorization", basic(RunFile.OPERATOR, run.secrets().operator()))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form))));
        if (!response.isSuccess()) {
            throw new CommandFailure("No token: "
                    + response.body().getString("error_description", "the edge answered " + response.status()));
        }
        return response.body().getString("access_token");
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + ports.edgeHttp() + path))
                .header("authorization", "Bearer " + token);
    }

    private Response send(HttpRequest.Builder request) {
        var whole = request.timeout(RESPONSE_TIMEOUT).build();
        try {
            var response = response(whole, http.send(whole, BodyHandlers.ofString()));
            for (var retries = 0; response.isTransient() && retries < MAX_RETRIES; retries++) {
                Thread.sleep(RETRY_DELAY_MS);
                response = response(whole, http.send(whole, BodyHandlers.ofString()));
            }
            return response;
        } catch (IOException e) {
            throw new CommandFailure(
                    "The edge does not answer at " + whole.uri() + " ("
                            + e.getClass().getSimpleName() + "). Is the platform still starting?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.", e);
        }
    }

    private static Response response(HttpRequest request, HttpResponse<String> response) {
        try {
            var body = response.body().isBlank() ? new JsonObject() : new JsonObject(response.body());
            return new Response(response.statusCode(), body);
        } catch (DecodeException e) {
            throw new CommandFailure(
                    request.uri() + " answered " + response.statusCode() + " with a body that is not JSON.", e);
        }
    }

    private static String basic(String name, Secret secret) {
        var credentials = name + ":" + secret.value();
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static SSLContext trusting(RunFile run) {
        try (var pem = Files.newInputStream(run.certificate())) {
            var certificates = KeyStore.getInstance(KeyStore.getDefaultType());
            certificates.load(null, null);
            certificates.setCertificateEntry(
                    "edge", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificates);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure("The edge's certificate " + run.certificate() + " cannot be read.", e);
        }
    }
}
