package dev.corridor.kit.request;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decoder of percent-encoded text (RFC 3986, 2.1) that refuses what is no UTF-8, instead of replacing it. */
public final class PercentEncoding {
    private static final int HEX = 16;

    private final String where;
    private final boolean isPlusSpace;

    private PercentEncoding(String where, boolean isPlusSpace) {
        this.where = where;
        this.isPlusSpace = isPlusSpace;
    }

    /**
     * Decodes a name or a value of the query string, in which a plus is a space.
     *
     * @throws Problem invalid_request
     */
    public static String decodeQuery(String text) {
        return new PercentEncoding("The query string", true).decode(text);
    }

    /**
     * Decodes a segment of a path, in which a plus is a plus.
     *
     * @throws Problem invalid_request
     */
    public static String decodePath(String text) {
        return new PercentEncoding("The path", false).decode(text);
    }

    private String decode(String text) {
        if (text.indexOf('%') < 0 && (!isPlusSpace || text.indexOf('+') < 0)) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (at == '%') {
                bytes.write(octet(text, i));
                i += 2;
            } else {
                boolean isSpace = isPlusSpace && at == '+';
                bytes.writeBytes((isSpace ? " " : String.valueOf(at)).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed(" is not UTF-8.");
        }
    }

    private int octet(String text, int percent) {
        int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), HEX) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(percent + 2), HEX);
        if (low < 0) {
            throw malformed(" has a % that is not followed by two hexadecimal digits.");
        }
        return high * HEX + low;
    }

    private Problem malformed(String what) {
        return Problem.of(StandardError.INVALID_REQUEST, where + what);
    }
}
