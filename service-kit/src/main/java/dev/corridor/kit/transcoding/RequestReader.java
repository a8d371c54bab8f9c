package dev.corridor.kit.transcoding;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.ExactJson;
import dev.corridor.kit.request.RequestParameters;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Reader of the request message of one HTTP request, from its body, path, query and headers. A value comes from one place: what is
 * not of the contract, given twice or in conflict is refused.
 */
final class RequestReader {
    private static final String IDEMPOTENCY_KEY = "idempotency_key";
    private static final String CURSOR = "cursor";

    private final HttpBindings.Match match;
    private final HttpBinding binding;
    private final Message.Builder message;
    private final JsonFields json = new JsonFields();

    RequestReader(HttpBindings.Match match) {
        this.match = match;
        this.binding = match.binding();
        this.message = binding.rpc().prototype().newBuilderForType();
    }

    /** @throws Problem invalid_request, malformed_json */
    Message read(Buffer body, Map<String, List<String>> query, MultiMap headers) {
        readBody(body);
        match.path().forEach(this::readPath);
        query.forEach(this::readParameter);
        readIdempotencyKey(headers);
        readLastEventId(headers);
        return message.build();
    }

    /**
     * Reads one of several requests, which has nothing but a body.
     *
     * @throws Problem invalid_request, malformed_json
     */
    Message read(Buffer body) {
        readBody(body);
        match.path().forEach(this::readPath);
        return message.build();
    }

    private void readBody(Buffer body) {
        if (body == null || body.length() == 0) {
            return;
        }
        if (!binding.body().isTaken()) {
            throw Problem.of(StandardError.INVALID_REQUEST, "This method takes no body.");
        }
        JsonObject object = ExactJson.object(body);
        binding.body()
                .field()
                .ifPresentOrElse(field -> json.read(object, field, message, ""), () -> json.read(object, message));
    }

    private void readPath(String path, String text) {
        var place = place(path);
        Object value = new FieldValue(place.field, path).ofText(text);
        if (json.given().contains(path) && !place.message.getField(place.field).equals(value)) {
            throw JsonFields.invalid(path, "has one value in the path and another one in the body.");
        }
        place.message.setField(place.field, value);
    }

    private void readParameter(String name, List<String> values) {
        var place = place(name);
        if (place == null || binding.body().isWhole() || isInBody(name)) {
            throw parameter(name, "is not in the contract of this method.");
        }
        if (match.path().containsKey(place.path)) {
            throw parameter(name, "is given by the path.");
        }
        if (!json.given().add(place.path)) {
            throw parameter(name, "is given twice, by both of its names.");
        }
        if (!JsonFields.isText(place.field)) {
            throw parameter(name, "is no single value, and can only be sent in a body.");
        }
        set(place, name, values);
    }

    private void set(Place place, String name, List<String> values) {
        if (values.contains("")) {
            throw parameter(name, "is empty; leave it out, or give it a value.");
        }
        var reader = new FieldValue(place.field, place.path);
        if (place.field.isRepeated()) {
            RequestParameters.items(values)
                    .forEach(item -> place.message.addRepeatedField(place.field, reader.ofText(item)));
        } else if (values.size() > 1) {
            throw parameter(name, "is given " + values.size() + " times; it takes one value.");
        } else {
            place.message.setField(place.field, reader.ofText(values.get(0)));
        }
    }

    private boolean isInBody(String name) {
        return binding.body()
                .field()
                .filter(field -> name.equals(field.getName()) || name.startsWith(field.getName() + "."))
                .isPresent();
    }

    private void readIdempotencyKey(MultiMap headers) {
        var keys = headers.getAll("idempotency-key");
        var field = message.getDescriptorForType().findFieldByName(IDEMPOTENCY_KEY);
        if (keys.isEmpty() || field == null) {
            return;
        }
        if (keys.size() > 1) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The header Idempotency-Key is given more than once.")
                    .with("field", IDEMPOTENCY_KEY);
        }
        if (json.given().contains(IDEMPOTENCY_KEY) && !message.getField(field).equals(keys.get(0))) {
            throw JsonFields.invalid(
                    IDEMPOTENCY_KEY, "has one value in the header Idempotency-Key and another one in the request.");
        }
        message.setField(field, keys.get(0));
    }

    /** An EventSource that reconnects sends the id of its last event with its first URL, whose cursor is older. */
    private void readLastEventId(MultiMap headers) {
        String id = headers.get("last-event-id");
        var field = message.getDescriptorForType().findFieldByName(CURSOR);
        if (id != null
                && !id.isEmpty()
                && field != null
                && binding.rpc().descriptor().isServerStreaming()) {
            message.setField(field, id);
        }
    }

    /** Field of a nested message. @param path in the names of the proto */
    private record Place(Message.Builder message, FieldDescriptor field, String path) {}

    /** Finds the field of a path such as "amount.currency"; null if the request has none. */
    private Place place(String path) {
        Message.Builder at = message;
        var found = new StringBuilder();
        String[] names = path.split("\\.", -1);
        for (int i = 0; ; i++) {
            var field = JsonFields.find(at, names[i]);
            if (field == null) {
                return null;
            }
            found.append(field.getName());
            if (i == names.length - 1) {
                return new Place(at, field, found.toString());
            }
            if (!JsonFields.isMessage(field)) {
                return null;
            }
            found.append('.');
            at = at.getFieldBuilder(field);
        }
    }

    private static Problem parameter(String name, String what) {
        return Problem.of(StandardError.INVALID_REQUEST, "The parameter " + name + " " + what)
                .with("field", name);
    }
}
