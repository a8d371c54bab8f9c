package dev.corridor.kit.request;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Condition that a resource has one of some versions (RFC 9110, 13.1.1): {@code *}, or a list of entity tags. Tags are compared
 * strongly, so that a weak tag never matches.
 */
public final class IfMatch {
    private static final IfMatch ANY = new IfMatch(Set.of());
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"");
    private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*(,[ \\t]*)+");

    private final Set<String> strongTags;

    private IfMatch(Set<String> strongTags) {
        this.strongTags = strongTags;
    }

    /**
     * Reads an If-Match header.
     *
     * @throws Problem invalid_request when it is neither {@code *} nor a list of entity tags
     */
    public static IfMatch of(String header) {
        String text = header.strip();
        if (text.equals("*")) {
            return ANY;
        }
        Set<String> tags = new HashSet<>();
        Matcher tag = TAG.matcher(text);
        Matcher separator = SEPARATOR.matcher(text);
        int at = 0;
        while (tag.find(at) && tag.start() == at) {
            if (tag.group(1) == null) {
                tags.add(tag.group(2));
            }
            at = tag.end();
            if (at == text.length()) {
                return new IfMatch(tags);
            }
            if (!separator.find(at) || separator.start() != at) {
                break;
            }
            at = separator.end();
        }
        throw Problem.of(
                StandardError.INVALID_REQUEST,
                "If-Match is neither * nor a list of entity tags, such as \"3\", \"4\".");
    }

    /** Whether any version will do. */
    public boolean isAny() {
        return this == ANY;
    }

    /** @param version the opaque part of the resource's ETag: 3 of "3" */
    public boolean matches(long version) {
        return isAny() || strongTags.contains(Long.toString(version));
    }
}
