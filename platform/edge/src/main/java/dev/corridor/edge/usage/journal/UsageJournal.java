package dev.corridor.edge.usage.journal;

import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.domain.UsageKey;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Journal of counters in a memory-mapped file. A count is one store into the page cache, which the operating system keeps when the
 * process is killed at any instruction. Written by one thread; the process that has its lock is the only one that uses it.
 */
public final class UsageJournal implements AutoCloseable {
    static final String SUFFIX = ".usage";

    private static final long MAGIC = 0x434f525255534731L; // CORRUSG1
    private static final int HEADER_BYTES = 256;
    private static final int SLOT_BYTES = 256;
    private static final int KEY_BYTES_AT = 12;
    private static final int KEY_BYTES_MAX = SLOT_BYTES - KEY_BYTES_AT;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final UUID id;
    private final FileChannel channel;
    private final MappedByteBuffer slots;
    private final int capacity;
    private final Map<UsageKey, Integer> slotOf = new HashMap<>();

    private UsageJournal(Path file, UUID id, FileChannel channel, MappedByteBuffer slots) {
        this.file = file;
        this.id = id;
        this.channel = channel;
        this.slots = slots;
        this.capacity = (slots.capacity() - HEADER_BYTES) / SLOT_BYTES;
    }

    /** Creates and locks a journal with room for {@code capacity} counters. Blocks. */
    public static UsageJournal create(Path folder, UUID id, int capacity) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(id + SUFFIX);
        var channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel).orElseThrow(() -> new IOException(file + " is locked by another process"));
            // Zeros are written, so that the disk has room for every page: a store into a page without room ends the
            // process.
            var zeros = ByteBuffer.allocate(HEADER_BYTES + capacity * SLOT_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            LONGS.setRelease(mapped, 0, MAGIC);
            return new UsageJournal(file, id, channel, mapped);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    /** Opens the journal of a process that has ended; empty if its process runs. Blocks. */
    static Optional<UsageJournal> adopt(Path file) throws IOException {
        String name = file.getFileName().toString();
        UUID id = UUID.fromString(name.substring(0, name.length() - SUFFIX.length()));
        var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (lock(channel).isEmpty()) {
                channel.close();
                return Optional.empty();
            }
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            var journal = new UsageJournal(file, id, channel, mapped);
            journal.readSlots();
            return Optional.of(journal);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /** A lock of this process counts as held, too: each event loop has a journal. */
    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldHere) {
            return Optional.empty();
        }
    }

    public UUID id() {
        return id;
    }

    /** Counts one call. Returns false if there is no room for another counter, or the key is too long. */
    public boolean count(UsageKey key) {
        Integer slot = slotOf.get(key);
        if (slot == null) {
            slot = claim(key);
            if (slot == null) {
                return false;
            }
        }
        int at = offset(slot);
        LONGS.setRelease(slots, at, (long) LONGS.get(slots, at) + 1);
        return true;
    }

    /** Returns the calls of a key in this journal. */
    public long calls(UsageKey key) {
        Integer slot = slotOf.get(key);
        return slot == null ? 0 : (long) LONGS.get(slots, offset(slot));
    }

    /** Returns all counters with their totals since the journal was created. */
    public List<Usage> usages() {
        var usages = new ArrayList<Usage>(slotOf.size());
        slotOf.forEach((key, slot) -> usages.add(new Usage(key, (long) LONGS.get(slots, offset(slot)))));
        return usages;
    }

    /** Whether most counters are taken, so that the next journal should be opened. */
    public boolean isNearlyFull() {
        return slotOf.size() >= capacity - capacity / 4;
    }

    /** A slot exists when its key's length is there, so the length is stored last. */
    private Integer claim(UsageKey key) {
        byte[] text = key.text().getBytes(StandardCharsets.UTF_8);
        if (slotOf.size() == capacity || text.length > KEY_BYTES_MAX) {
            return null;
        }
        int slot = slotOf.size();
        int at = offset(slot);
        slots.put(at + KEY_BYTES_AT, text);
        INTS.setRelease(slots, at + Long.BYTES, text.length);
        slotOf.put(key, slot);
        return slot;
    }

    private void readSlots() {
        if (slots.capacity() < HEADER_BYTES || (long) LONGS.get(slots, 0) != MAGIC) {
            return; // Killed before the first call.
        }
        for (int slot = 0; slot < capacity; slot++) {
            int length = (int) INTS.get(slots, offset(slot) + Long.BYTES);
            if (length <= 0 || length > KEY_BYTES_MAX) {
                return;
            }
            byte[] text = new byte[length];
            slots.get(offset(slot) + KEY_BYTES_AT, text);
            slotOf.put(UsageKey.parse(new String(text, StandardCharsets.UTF_8)), slot);
        }
    }

    private static int offset(int slot) {
        return HEADER_BYTES + slot * SLOT_BYTES;
    }

    /** Removes the file, whose counters have been settled. Blocks. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }

    /** Releases the lock and leaves the file, for the next process to settle. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
