package dev.corridor.wso2.bootstrap.rest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTP client that repeats a request while its server is starting or restarting. Blocking; for the main thread. */
public final class Http {
    private static final int MAX_ATTEMPTS = 5;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final Patience patience;

    public Http(Optional<Path> trustedCertificates, Patience patience) {
        var builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1);
        trustedCertificates.map(Http::trusting).ifPresent(builder::sslContext);
        this.client = builder.build();
        this.patience = patience;
    }

    /** A request that can be repeated. @param body empty for none */
    public record Request(String method, URI uri, Map<String, String> headers, Optional<byte[]> body) {
        public static Request get(URI uri, Map<String, String> headers) {
            return new Request("GET", uri, headers, Optional.empty());
        }

        /** Leaves out the headers, which carry credentials. */
        @Override
        public String toString() {
            return method + " " + uri.getPath();
        }

        /** Whether a server that has executed the request twice is where it would be after once. */
        boolean isIdempotent() {
            return !method.equals("POST");
        }
    }

    /**
     * Sends a request, again when it certainly was not executed or when it is idempotent.
     *
     * @throws BootstrapFailure when the server cannot be reached or does not answer
     */
    public Answer send(Request request) {
        for (int attempt = 1; ; attempt++) {
            try {
                var answer = once(request);
                boolean isBusy = answer.status() == 503 || (answer.status() >= 500 && request.isIdempotent());
                if (!isBusy || attempt == MAX_ATTEMPTS) {
                    return answer;
                }
            } catch (IOException failed) {
                boolean isSafe = request.isIdempotent() || isNotSent(failed);
                if (!isSafe || attempt == MAX_ATTEMPTS) {
                    throw new BootstrapFailure(
                            request.method() + " " + request.uri().getPath() + " got no answer from "
                                    + request.uri().getAuthority() + " (" + reason(failed)
                                    + "). Look at the log of WSO2, then run the bootstrap again: it goes on where it stopped.",
                            failed);
                }
            }
            pause(patience.poll().multipliedBy(attempt));
        }
    }

    /** Sends a request once. */
    public Answer once(Request request) throws IOException {
        return once(patience.request(), request);
    }

    /** Sends a request once, for an answer within a time. */
    public Answer once(Duration timeout, Request request) throws IOException {
        BodyPublisher body = request.body().map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody);
        var builder = HttpRequest.newBuilder(request.uri()).timeout(timeout).method(request.method(), body);
        request.headers().forEach(builder::setHeader);
        try {
            var response = client.send(builder.build(), BodyHandlers.ofString());
            return new Answer(request, response.statusCode(), response.body());
        } catch (InterruptedException interrupted) {
            throw stopped(interrupted);
        }
    }

    public HttpClient client() {
        return client;
    }

    public void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            throw stopped(interrupted);
        }
    }

    public static BootstrapFailure stopped(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new BootstrapFailure(
                "The bootstrap was stopped. Run it again: it goes on where it stopped.", interrupted);
    }

    public static String reason(IOException failure) {
        if (failure.getMessage() != null) {
            return failure.getMessage();
        }
        return failure instanceof ConnectException
                ? "no connection"
                : failure.getClass().getSimpleName();
    }

    private static boolean isNotSent(IOException failure) {
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
    }

    private static SSLContext trusting(Path certificates) {
        try (var file = Files.newInputStream(certificates)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int index = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("trusted-" + index++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new BootstrapFailure(
                    "The trusted certificates in " + certificates + " cannot be read: " + unreadable.getMessage()
                            + ". TRUSTED_CERTIFICATES has to name a PEM file.",
                    unreadable);
        }
    }
}
