package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A transfer as it is asked for. The id is the caller's. */
public sealed interface Transfer {
    /** Of {@link #names}. */
    int MOST_NAMES = 3;

    UUID id();

    TransferType type();

    /** Its own id and those of the accounts or the transfer that it is about. */
    List<UUID> names();

    /** At once, exactly that amount. */
    static Transfer direct(UUID id, UUID debitAccountId, UUID creditAccountId, Money amount, String code) {
        return new Direct(id, new Leg(debitAccountId, creditAccountId, amount, code, Balancing.NONE));
    }

    /** Moves money at once. */
    record Direct(UUID id, Leg leg) implements Transfer {
        public Direct {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(leg, "leg");
        }

        @Override
        public List<UUID> names() {
            return List.of(id, leg.debitAccountId(), leg.creditAccountId());
        }

        @Override
        public TransferType type() {
            return TransferType.DIRECT;
        }
    }

    /**
     * Reserves money.
     *
     * @param timeout after which it expires; empty: never
     */
    record Pending(UUID id, Leg leg, Optional<Duration> timeout) implements Transfer {
        private static final Duration TIMEOUT_MAX = Duration.ofDays(3_660);

        public Pending {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(leg, "leg");
            if (timeout.isPresent() && !isPossible(timeout.get())) {
                throw Problem.of(
                        LedgerError.POSTING_INVALID, "A timeout must be longer than nothing and at most ten years.");
            }
        }

        private static boolean isPossible(Duration timeout) {
            return timeout.toMillis() > 0 && timeout.compareTo(TIMEOUT_MAX) <= 0;
        }

        @Override
        public List<UUID> names() {
            return List.of(id, leg.debitAccountId(), leg.creditAccountId());
        }

        @Override
        public TransferType type() {
            return TransferType.PENDING;
        }
    }

    /**
     * Moves what a pending transfer reserved.
     *
     * @param amount a part of it; empty: all of it
     */
    record Post(UUID id, UUID pendingId, Optional<Money> amount) implements Transfer {
        public Post {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(pendingId, "pendingId");
            Objects.requireNonNull(amount, "amount");
        }

        @Override
        public List<UUID> names() {
            return List.of(id, pendingId);
        }

        @Override
        public TransferType type() {
            return TransferType.POST;
        }
    }

    /** Gives back what a pending transfer reserved: by whoever asked for it, or by the ledger when its time is up. */
    record Release(UUID id, UUID pendingId, boolean expired) implements Transfer {
        public Release {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(pendingId, "pendingId");
        }

        @Override
        public List<UUID> names() {
            return List.of(id, pendingId);
        }

        @Override
        public TransferType type() {
            return expired ? TransferType.EXPIRE : TransferType.VOID;
        }
    }

    /** Moves back what a transfer moved. */
    record Reversal(UUID id, UUID transferId) implements Transfer {
        public Reversal {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(transferId, "transferId");
        }

        @Override
        public List<UUID> names() {
            return List.of(id, transferId);
        }

        @Override
        public TransferType type() {
            return TransferType.REVERSAL;
        }
    }
}
