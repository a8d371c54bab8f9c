package dev.corridor.edge.usage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.domain.UsageKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageJournalTest {
    private static final UsageKey GOLD =
            new UsageKey(YearMonth.of(2026, 12), UUID.randomUUID().toString(), "Forex", "1.0.0", "Gold");

    @TempDir
    Path folder;

    @Test
    void counters_are_read_by_the_next_process() throws IOException {
        var silver = new UsageKey(GOLD.month(), GOLD.application(), "Forex", "1.0.0", "Silver");
        try (var journal = UsageJournal.create(folder, UUID.randomUUID(), 8)) {
            journal.count(GOLD);
            journal.count(silver);
            journal.count(GOLD);
            assertThat(journal.calls(GOLD)).isEqualTo(2);
        }
        var orphans = new JournalFolder(folder).orphans();
        assertThat(orphans).hasSize(1);
        assertThat(orphans.get(0).usages()).containsExactlyInAnyOrder(new Usage(GOLD, 2), new Usage(silver, 1));
        orphans.get(0).delete();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_journal_in_use_is_no_orphan() throws IOException {
        try (var journal = UsageJournal.create(folder, UUID.randomUUID(), 8)) {
            assertThat(new JournalFolder(folder).orphans()).isEmpty();
            assertThat(journal.count(GOLD)).isTrue();
        }
    }

    @Test
    void a_full_journal_refuses_new_keys_and_still_counts_old_ones() throws IOException {
        try (var journal = UsageJournal.create(folder, UUID.randomUUID(), 2)) {
            journal.count(GOLD);
            assertThat(journal.count(new UsageKey(GOLD.month(), "second", "A", "1", "P")))
                    .isTrue();
            assertThat(journal.count(new UsageKey(GOLD.month(), "third", "A", "1", "P")))
                    .isFalse();
            assertThat(journal.count(GOLD)).isTrue();
            assertThat(journal.isNearlyFull()).isTrue();
        }
    }

    @Test
    void a_key_longer_than_its_slot_is_refused() throws IOException {
        try (var journal = UsageJournal.create(folder, UUID.randomUUID(), 2)) {
            assertThat(journal.count(new UsageKey(GOLD.month(), "x".repeat(300), "A", "1", "P")))
                    .isFalse();
            assertThat(journal.usages()).isEmpty();
        }
    }

    @Test
    void a_file_that_is_no_journal_keeps_no_other_from_being_settled() throws IOException {
        Files.writeString(folder.resolve("nonsense.usage"), "nonsense");
        Files.createFile(folder.resolve(UUID.randomUUID() + ".usage"));
        try (var journal = UsageJournal.create(folder, UUID.randomUUID(), 2)) {
            journal.count(GOLD);
        }
        assertThat(new JournalFolder(folder).orphans())
                .flatExtracting(UsageJournal::usages)
                .containsExactly(new Usage(GOLD, 1));
    }
}
