package dev.corridor.kit.transcoding;

import com.google.protobuf.Message;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.transcoding.HttpBindings.Match;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.core.streams.ReadStream;

/**
 * Requests of a stream, a line of JSON each. An empty line is none. A line that cannot be read ends the call, and the problem says which
 * one it was. Belongs to one event loop.
 */
final class RequestLines implements ReadStream<Message> {
    private static final int MAX_LINE_BYTES = 1024 * 1024;

    private final Match match;
    private final StreamResponses responses;
    private final RecordParser lines;
    private Handler<Message> handler;
    private long number;

    RequestLines(HttpServerRequest request, Match match, StreamResponses responses) {
        this.match = match;
        this.responses = responses;
        this.lines = RecordParser.newDelimited("\n", request).maxRecordSize(MAX_LINE_BYTES);
        lines.pause();
        lines.exceptionHandler(broken -> refuse(Problem.of(
                StandardError.PAYLOAD_TOO_LARGE,
                "A line has more than " + MAX_LINE_BYTES + " bytes, or the body cannot be read.")));
    }

    @Override
    public ReadStream<Message> handler(Handler<Message> each) {
        handler = each;
        lines.handler(each == null ? null : this::read);
        return this;
    }

    private void read(Buffer line) {
        number++;
        if (responses.isOver() || line.toString().isBlank()) {
            return;
        }
        Message message;
        try {
            message = new RequestReader(match).read(line);
        } catch (Problem malformed) {
            refuse(Problem.of(malformed.code(), "Line " + number + ": " + malformed.detail())
                    .with("line", number));
            return;
        }
        handler.handle(message);
    }

    private void refuse(Problem problem) {
        responses.end(problem);
    }

    @Override
    public ReadStream<Message> endHandler(Handler<Void> end) {
        lines.endHandler(end);
        return this;
    }

    /** Has no effect: a body that breaks ends the call. */
    @Override
    public ReadStream<Message> exceptionHandler(Handler<Throwable> broken) {
        return this;
    }

    @Override
    public ReadStream<Message> pause() {
        lines.pause();
        return this;
    }

    @Override
    public ReadStream<Message> resume() {
        lines.resume();
        return this;
    }

    @Override
    public ReadStream<Message> fetch(long amount) {
        lines.fetch(amount);
        return this;
    }
}
