package dev.corridor.kit.request;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Rules for the head of a request that hold for every operation (RFC 9110, RFC 9112). Vert.x accepts heads that two programs could
 * understand differently, such as two hosts.
 */
public final class RequestHead {
    /** Headers that have one value; all have names of different lengths. */
    private static final List<String> SINGLE = List.of("host", "authorization", "content-type", "content-length");

    private static final BitSet TOKEN = new BitSet();

    static {
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                .chars()
                .forEach(TOKEN::set);
    }

    private RequestHead() {}

    /** Finds what is wrong with the head of a request. */
    public static Optional<Problem> problemOf(HttpServerRequest request) {
        var headers = request.headers();
        int given = 0;
        for (var header : headers) {
            String name = header.getKey();
            if (!isToken(name)) {
                return invalid("The name of a header is empty or has a character that names may not have.");
            }
            int bit = bitOfSingle(name);
            if ((given & bit) != 0) {
                return invalid("The header " + name + " is given more than once.");
            }
            given |= bit;
        }
        if (request.version() == HttpVersion.HTTP_1_1 && !headers.contains(HttpHeaders.HOST)) {
            return invalid("The header host is missing.");
        }
        return coding(headers).or(() -> expectation(headers));
    }

    /** The body must arrive as it is; who understands fewer codings than the sender reads another body. */
    private static Optional<Problem> coding(MultiMap headers) {
        var transfer = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!transfer.isEmpty()
                && (transfer.size() > 1 || !transfer.get(0).strip().equalsIgnoreCase("chunked"))) {
            return invalid("The only Transfer-Encoding that is read is chunked.");
        }
        String content = headers.get(HttpHeaders.CONTENT_ENCODING);
        return content == null || content.strip().equalsIgnoreCase("identity")
                ? Optional.empty()
                : Optional.of(Problem.of(
                        StandardError.UNSUPPORTED_MEDIA_TYPE, "A body with a Content-Encoding is not read."));
    }

    private static Optional<Problem> expectation(MultiMap headers) {
        String expect = headers.get(HttpHeaders.EXPECT);
        return expect == null || expect.strip().equalsIgnoreCase("100-continue")
                ? Optional.empty()
                : Optional.of(Problem.of(
                        StandardError.EXPECTATION_FAILED, "The only expectation that is met is 100-continue."));
    }

    /** A bit for each header that has one value; 0 for all others. Sets of names would be made anew for every request. */
    private static int bitOfSingle(String name) {
        for (int i = 0; i < SINGLE.size(); i++) {
            if (SINGLE.get(i).length() == name.length() && SINGLE.get(i).equalsIgnoreCase(name)) {
                return 1 << i;
            }
        }
        return 0;
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!TOKEN.get(name.charAt(i))) {
                // HTTP/2 has pseudo-headers such as :path, which some versions of Vert.x list.
                return i == 0 && name.charAt(0) == ':' && name.length() > 1;
            }
        }
        return !name.isEmpty();
    }

    private static Optional<Problem> invalid(String detail) {
        return Optional.of(Problem.of(StandardError.INVALID_REQUEST, detail));
    }
}
