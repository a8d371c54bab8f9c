package dev.corridor.forex.engine.client;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.Checkpoint;
import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.forex.engine.domain.TickBatch;
import dev.corridor.forex.engine.domain.TickSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Session that replays a recording. Belongs to one event loop. */
final class RecordedSession implements TickSource.Session {
    /** Most ticks of a pair in one step; further ticks wait for the next step. */
    private static final int MAX_TICKS_PER_STEP = 64;

    private final ReplayBuffer buffer;
    private final Map<Pair, RecordedPrice> opening;
    private final Map<Pair, Instrument> instruments;
    private final Map<Pair, Long> seqs = new LinkedHashMap<>();
    private final Map<Pair, Tick> last = new LinkedHashMap<>();
    private long step;
    private Instant begunAt;

    RecordedSession(Recording recording, ReplayBuffer buffer, TickSource.Start start) {
        this.buffer = buffer;
        this.opening = recording.opening();
        this.instruments =
                recording.instruments().stream().collect(Collectors.toMap(Instrument::pair, Function.identity()));
        this.step = start.step();
        opening.keySet().forEach(pair -> seqs.put(pair, 0L));
        continueNumbering(start);
    }

    private void continueNumbering(TickSource.Start start) {
        var checkpoint = start.checkpoint();
        long unseen = (start.step() - checkpoint.step()) * MAX_TICKS_PER_STEP;
        if (!start.lastTicks().isEmpty()) {
            start.lastTicks().forEach(tick -> seqs.computeIfPresent(tick.pair(), (pair, seq) -> tick.seq()));
        } else if (checkpoint.currencies().equals(names())) {
            int i = 0;
            for (var pair : seqs.keySet()) {
                seqs.put(pair, checkpoint.seqs().get(i++) + unseen);
            }
        } else {
            long highest =
                    checkpoint.seqs().stream().mapToLong(each -> each).max().orElse(0);
            seqs.replaceAll((pair, seq) -> highest + unseen);
        }
    }

    private List<String> names() {
        return seqs.keySet().stream().map(Pair::toString).toList();
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public Optional<TickBatch> next(Instant now) {
        if (buffer.isExhausted() && begunAt != null) {
            return Optional.empty();
        }
        var ticks = new ArrayList<Tick>();
        if (begunAt == null) {
            begunAt = now;
            opening.values().forEach(price -> ticks.add(tick(price, now)));
        }
        addDue(now, ticks);
        step++;
        return Optional.of(new TickBatch(step, ticks));
    }

    private void addDue(Instant now, List<Tick> ticks) {
        var elapsed = Duration.between(begunAt, now);
        var ticksPerPair = new HashMap<Pair, Integer>();
        var due = buffer.take(elapsed);
        while (due.isPresent()) {
            ticks.add(tick(due.get(), now));
            boolean full = ticksPerPair.merge(due.get().pair(), 1, Integer::sum) == MAX_TICKS_PER_STEP - 1;
            due = full ? Optional.empty() : buffer.take(elapsed);
        }
    }

    /** Makes a tick with the present time, so that recorded prices can be traded like any other. */
    private Tick tick(RecordedPrice price, Instant now) {
        long seq = seqs.merge(price.pair(), 1L, Long::sum);
        var tick = instruments.get(price.pair()).quoted(price.bid(), price.ask(), now, seq);
        last.put(price.pair(), tick);
        return tick;
    }

    @Override
    public List<Tick> lastTicks(Instant now) {
        return List.copyOf(last.values());
    }

    @Override
    public Checkpoint checkpoint() {
        return new Checkpoint(step, names(), List.of(), List.copyOf(seqs.values()));
    }

    @Override
    public void close() {
        buffer.close();
    }
}
