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

/** A recording being played. Belongs to one event loop. */
final class RecordedSession implements TickSource.Session {
    /** More than so many ticks of a pair wait for the next step. */
    private static final int MOST_A_STEP = 64;

    private final ReplayBuffer tape;
    private final Map<Pair, RecordedPrice> opening;
    private final Map<Pair, Instrument> instruments;
    private final Map<Pair, Long> seqs = new LinkedHashMap<>();
    private final Map<Pair, Tick> last = new LinkedHashMap<>();
    private long step;
    private Instant begunAt;

    RecordedSession(Recording recording, ReplayBuffer tape, TickSource.Beginning beginning) {
        this.tape = tape;
        this.opening = recording.opening();
        this.instruments =
                recording.instruments().stream().collect(Collectors.toMap(Instrument::pair, Function.identity()));
        this.step = beginning.step();
        opening.keySet().forEach(pair -> seqs.put(pair, 0L));
        numberFrom(beginning);
    }

    private void numberFrom(TickSource.Beginning beginning) {
        var checkpoint = beginning.checkpoint();
        if (!beginning.told().isEmpty()) {
            beginning.told().forEach(tick -> seqs.computeIfPresent(tick.pair(), (pair, seq) -> tick.seq()));
        } else if (checkpoint.currencies().equals(names())) {
            long untold = (beginning.step() - checkpoint.step()) * MOST_A_STEP;
            int i = 0;
            for (var pair : seqs.keySet()) {
                seqs.put(pair, checkpoint.seqs().get(i++) + untold);
            }
        } else {
            long untold = (beginning.step() - checkpoint.step()) * MOST_A_STEP;
            long highest =
                    checkpoint.seqs().stream().mapToLong(each -> each).max().orElse(0);
            seqs.replaceAll((pair, seq) -> highest + untold);
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
        if (tape.isOver() && begunAt != null) {
            return Optional.empty();
        }
        var ticks = new ArrayList<Tick>();
        if (begunAt == null) {
            begunAt = now;
            opening.values().forEach(price -> ticks.add(tick(price, now)));
        }
        play(now, ticks);
        step++;
        return Optional.of(new TickBatch(step, ticks));
    }

    private void play(Instant now, List<Tick> ticks) {
        var elapsed = Duration.between(begunAt, now);
        var ofPair = new HashMap<Pair, Integer>();
        var due = tape.take(elapsed);
        while (due.isPresent()) {
            ticks.add(tick(due.get(), now));
            boolean full = ofPair.merge(due.get().pair(), 1, Integer::sum) == MOST_A_STEP - 1;
            due = full ? Optional.empty() : tape.take(elapsed);
        }
    }

    /** With the time of now: a price from a recording is as good to deal at as any. */
    private Tick tick(RecordedPrice price, Instant now) {
        long seq = seqs.merge(price.pair(), 1L, Long::sum);
        var tick = instruments.get(price.pair()).quoted(price.bid(), price.ask(), now, seq);
        last.put(price.pair(), tick);
        return tick;
    }

    @Override
    public List<Tick> standing(Instant now) {
        return List.copyOf(last.values());
    }

    @Override
    public Checkpoint checkpoint() {
        return new Checkpoint(step, names(), List.of(), List.copyOf(seqs.values()));
    }

    @Override
    public void close() {
        tape.close();
    }
}
