package dev.corridor.kit.request;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.EntityTags.Tag;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Condition that a resource has one of some versions (RFC 9110, 13.1.1): {@code *}, or a list of entity tags. Tags are compared
 * strongly, so that a weak tag never matches.
 */
public final class IfMatch {
    private static final IfMatch ANY = new IfMatch(Set.of());

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
        return new IfMatch(EntityTags.parse(text).orElseThrow(IfMatch::malformed).stream()
                .filter(tag -> !tag.isWeak())
                .map(Tag::opaque)
                .collect(Collectors.toSet()));
    }

    private static Problem malformed() {
        return Problem.of(
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
