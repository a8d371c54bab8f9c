package dev.corridor.kit.grpc;

import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.common.GrpcStatus;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Rules for the head of a gRPC call. A head that breaks one is answered here, in gRPC's own words where the caller speaks gRPC: Vert.x
 * would fail the call as if it were our fault, or answer with an empty body.
 */
final class CallHead {
    /** A call may have this much metadata, counted as HTTP/2 counts it. */
    static final int METADATA_BYTES_MAX = 8 * 1024;

    static final String ENCODING = "grpc-encoding";
    private static final String ACCEPTED_ENCODINGS = "identity,gzip";
    private static final Set<String> ENCODINGS = Set.of("identity", "gzip");
    private static final int BYTES_PER_HEADER = 32;
    private static final String GRPC = "application/grpc";
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("application/grpc(-web(-text)?)?(\\+(proto|json))?(;.*)?");
    private static final Pattern UNSAFE_IN_MESSAGE = Pattern.compile("[^ -$&-~]");

    private CallHead() {}

    /** Returns whether a request says that it is a gRPC call, so that it is answered as one. */
    static boolean isCall(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, GRPC, 0, GRPC.length());
    }

    /** Answers the request if its head is not that of a call. @return whether it did */
    static boolean refuse(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (!CONTENT_TYPE.matcher(type).matches()) {
            return refuseHttp(request, "That form of gRPC is not known.");
        }
        boolean isWeb = type.startsWith("application/grpc-web");
        if (!isWeb && request.version() != HttpVersion.HTTP_2) {
            return refuseHttp(request, "gRPC needs HTTP/2.");
        }
        String encoding = request.getHeader(ENCODING);
        if (encoding != null && !ENCODINGS.contains(encoding)) {
            return refuseCall(
                    request,
                    GrpcStatus.UNIMPLEMENTED,
                    Problem.of(
                            StandardError.UNSUPPORTED_MEDIA_TYPE,
                            "Messages are compressed by an encoding that is not known; use identity or gzip."));
        }
        if (size(request) > METADATA_BYTES_MAX) {
            return refuseCall(
                    request,
                    GrpcStatus.RESOURCE_EXHAUSTED,
                    Problem.of(
                            StandardError.HEADERS_TOO_LARGE,
                            "The call has more than %d bytes of metadata.".formatted(METADATA_BYTES_MAX)));
        }
        return false;
    }

    private static int size(HttpServerRequest request) {
        int size = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getKey().length() + header.getValue().length() + BYTES_PER_HEADER;
        }
        return size;
    }

    /** A caller that does not speak gRPC reads HTTP. */
    private static boolean refuseHttp(HttpServerRequest request, String detail) {
        begin(request);
        ProblemResponse.write(
                request.response(),
                Problem.of(
                        StandardError.UNSUPPORTED_MEDIA_TYPE,
                        detail
                                + " Call it over HTTP/2 with the content type application/grpc; REST has a port of its own."));
        return true;
    }

    /** Answers with trailers only: one HEADERS frame that ends the stream, which every gRPC library reads. */
    private static boolean refuseCall(HttpServerRequest request, GrpcStatus status, Problem problem) {
        begin(request);
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                .putHeader("grpc-status", Integer.toString(status.code))
                .putHeader(
                        "grpc-message",
                        UNSAFE_IN_MESSAGE.matcher(problem.detail()).replaceAll("?"))
                .putHeader("grpc-accept-encoding", ACCEPTED_ENCODINGS)
                .putHeader(ErrorDetails.KEY, ErrorDetails.of(problem, Correlation.current()))
                .end();
        return true;
    }

    private static void begin(HttpServerRequest request) {
        Correlation.begin(Correlation.accept(request.headers().get(Correlation.HEADER_NAME), Correlation::fresh));
        request.response().putHeader(Correlation.HEADER_NAME, Correlation.current());
    }
}
