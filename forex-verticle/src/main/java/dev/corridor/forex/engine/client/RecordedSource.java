package dev.corridor.forex.engine.client;

import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.engine.domain.TickSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Source that replays recorded prices at their original pace, or at a multiple of it. Each session replays the file
 * from its beginning; sequence numbers continue.
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
     * Reads and checks the file once, on a worker.
     *
     * @return fails with an InvalidSetting that names the malformed line
     */
    public static Future<RecordedSource> load(Vertx vertx, RecordingSettings settings) {
        return vertx.executeBlocking(() -> Recording.read(settings.file()))
                .recover(unusable -> Future.failedFuture(settings.unusable(unusable)))
                .map(recording -> new RecordedSource(vertx, recording, settings));
    }

    @Override
    public List<Instrument> instruments() {
        return recording.instruments();
    }

    @Override
    public Session open(Start start) {
        var buffer = new ReplayBuffer(vertx, recording, settings.speed(), settings.loops());
        buffer.fillNow();
        return new RecordedSession(recording, buffer, start);
    }
}
