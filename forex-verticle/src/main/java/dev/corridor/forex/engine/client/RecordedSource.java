package dev.corridor.forex.engine.client;

import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.engine.domain.TickSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Prices of a recording, told again at the pace at which they came, or at a multiple of it. A session plays it from its
 * beginning, whoever played it before; numbers go on.
 */
public final class RecordedSource implements TickSource {
    private final Vertx vertx;
    private final Recording recording;
    private final RecordingSettings settings;

    private RecordedSource(Vertx vertx, Recording recording, RecordingSettings settings) {
        this.vertx = vertx;
        this.recording = recording;
        this.settings = settings;
    }

    /**
     * Reads the file once, on a worker.
     *
     * @return or fails with an InvalidSetting that names the line that is malformed
     */
    public static Future<RecordedSource> open(Vertx vertx, RecordingSettings settings) {
        return vertx.executeBlocking(() -> Recording.read(settings.file()))
                .recover(unusable -> Future.failedFuture(settings.unusable(unusable)))
                .map(recording -> new RecordedSource(vertx, recording, settings));
    }

    @Override
    public List<Instrument> instruments() {
        return recording.instruments();
    }

    @Override
    public Future<Session> open(Beginning beginning) {
        var tape = new ReplayBuffer(vertx, recording, settings.speed(), settings.loops());
        return tape.fill().map(filled -> new RecordedSession(recording, tape, beginning));
    }
}
