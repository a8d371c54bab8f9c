package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Downloads the European Central Bank's files: the daily one, and for missed publications the file of the last 90 days or of the
 * whole history. Belongs to one verticle.
 */
public final class EcbDownload implements RateSource {
    private static final String LAST_90_DAYS = "eurofxref-hist-90d.xml";
    private static final String HISTORY = "eurofxref-hist.xml";
    /** Days that the file of the last 90 days covers for certain. */
    private static final int RECENT_DAYS = 85;

    /** The daily file has 2 KB. The history has 8 MB and grows by 300 KB a year. */
    private static final int MAX_DAILY_BYTES = 256 * 1024;

    private static final int MAX_HISTORY_BYTES = 32 * 1024 * 1024;

    private final Vertx vertx;
    private final HttpClient http;
    private final URI daily;
    private final Duration timeout;
    private final Clock clock;

    /** @param timeout of one file, from connecting to its last byte */
    public EcbDownload(Vertx vertx, URI daily, Duration timeout, Clock clock) {
        this.vertx = vertx;
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) timeout.toMillis()));
        this.daily = daily;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public Future<RatePublication> newest() {
        return get(daily, MAX_DAILY_BYTES).compose(file -> vertx.executeBlocking(() -> first(file)));
    }

    @Override
    public Future<PublicationReader> since(LocalDate day) {
        boolean recent =
                day.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(RECENT_DAYS));
        return get(daily.resolve(recent ? LAST_90_DAYS : HISTORY), MAX_HISTORY_BYTES)
                .compose(file -> vertx.executeBlocking(() -> read(file)));
    }

    @Override
    public Future<Void> close() {
        return http.close();
    }

    private Future<Buffer> get(URI file, int maxBytes) {
        var options = new RequestOptions()
                .setAbsoluteURI(file.toString())
                .setConnectTimeout(timeout.toMillis())
                .setFollowRedirects(true);
        return http.request(options).compose(request -> request.send()
                .compose(response -> body(response, maxBytes))
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> request.reset()));
    }

    private static Future<Buffer> body(HttpClientResponse response, int maxBytes) {
        Promise<Buffer> whole = Promise.promise();
        var content = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != 200) {
            whole.fail(new UnreadablePublication("the server answered with status " + response.statusCode(), null));
        }
        response.endHandler(end -> whole.tryComplete(content));
        response.handler(chunk -> {
            if (content.length() + chunk.length() > maxBytes) {
                whole.tryFail(new UnreadablePublication("it has more than " + maxBytes + " bytes", null));
            } else {
                content.appendBuffer(chunk);
            }
        });
        return whole.future();
    }

    private static RatePublication first(Buffer file) {
        try (var publications = read(file)) {
            if (!publications.hasNext()) {
                throw new UnreadablePublication("it is empty", null);
            }
            return publications.next();
        }
    }

    private static PublicationReader read(Buffer file) {
        return new EcbXml(new ByteArrayInputStream(file.getBytes()));
    }
}
